package dev.baton.simulation;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code baton simulate}. */
@Command(
        name = "simulate",
        description = "Runs the real engine under seeded faults, and counts what went wrong.",
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
    private static final int HOLDS = 0;
    private static final int VIOLATED = 1;
    private static final int OBVIOUS_SCHEDULES = 10_000;

    private final PrintStream out;
    private final PrintStream err;
    private final Path root;

    private static final TypeReference<LinkedHashMap<String, Object>> FIGURES =
            new TypeReference<>() {};

    @Option(names = "--schedules", paramLabel = "N", description = "how many; default 2000")
    int schedules = Plan.SCHEDULES_DEFAULT;

    @Option(names = "--seed", paramLabel = "S", description = "of the first schedule; default 1")
    long seed = 1;

    @Option(names = "--protocol", paramLabel = "NAME", description = "fenced (default) or obvious")
    String protocol = "fenced";

    @Option(
            names = "--mutant",
            paramLabel = "ID",
            description = "with a guard taken out, see docs/proof.md")
    @Nullable
    String mutant;

    @Option(names = "--history", paramLabel = "FILE", description = "one line per applied effect")
    @Nullable
    Path history;

    @Option(
            names = "--keep",
            paramLabel = "I,J,…",
            split = ",",
            description = "of the one schedule only these moves")
    @Nullable
    List<Integer> keep;

    @Option(names = "--first", description = "ends at the first schedule that fails")
    boolean first;

    @Option(names = "--trace", description = "prints what happens, with --keep or one schedule")
    boolean trace;

    @Option(
            names = "--matrix",
            paramLabel = "full",
            description = "every point of the code with every fault that can strike there")
    @Nullable
    String matrix;

    @Option(names = "--write-proof", description = "runs every mutant too, writes docs/proof.md")
    boolean writeProof;

    @Option(
            names = "--figures",
            paramLabel = "FILE,…",
            split = ",",
            description = "with --write-proof: the JSON of earlier runs, added up, instead of one")
    @Nullable
    List<Path> figures;

    /** Set inside the copy with a mutant in it, for the command that repeats a failure. */
    @Option(names = "--in-mutant", hidden = true)
    @Nullable
    String inMutant;

    @Option(names = "--workers", paramLabel = "N", description = "default: the processors")
    int workers = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "the figures as one JSON object")
    boolean json;

    SimulateCommand(PrintStream out, PrintStream err, Path root) {
        this.out = out;
        this.err = err;
        this.root = root;
    }

    @Override
    public Integer call() throws IOException {
        if (matrix != null) {
            return matrix();
        }
        if (writeProof) {
            return writeProof();
        }
        if (mutant != null) {
            return new MutantRun(Mutants.named(mutant), root).run(withoutMutant(mutant), out, err);
        }
        Plan plan = new Plan(
                keep == null ? schedules : 1,
                seed,
                protocol,
                history,
                keep,
                keep == null ? workers : 1);
        Campaign campaign = new Campaign(plan);
        if (trace) {
            campaign.once(plan.schedule(seed), line -> out.println(line.get()));
        }
        long begun = System.nanoTime();
        campaign.run(() -> first && !campaign.failures().isEmpty());
        double seconds = (System.nanoTime() - begun) / 1e9;
        Map<String, Object> figures = campaign.report().figures(seconds);
        print(figures);
        explain(campaign);
        return campaign.failures().isEmpty() ? HOLDS : VIOLATED;
    }

    /** Of each kind the first one, from as few moves as do it, and how to see it again. */
    private void explain(Campaign campaign) {
        campaign.failures().forEach((kind, failure) -> {
            Schedule small = keep == null ? campaign.shrink(failure) : failure.schedule();
            err.printf("%n%s: %s%n", kind, failure.violation().text());
            small.moves().forEach(move -> err.println("  " + move));
            err.println("Again: ./baton simulate " + again(small));
        });
    }

    private String again(Schedule schedule) {
        return schedule.again() + (protocol.equals("fenced") ? "" : " --protocol " + protocol)
                + (inMutant == null ? "" : " --mutant " + inMutant) + " --trace";
    }

    private int matrix() throws IOException {
        if (!"full".equals(matrix)) {
            throw new IllegalArgumentException("--matrix: expected full, found '" + matrix + "'");
        }
        Matrix run = new Matrix();
        long begun = System.nanoTime();
        run.run();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("cells", run.cells());
        figures.put("covered", run.covered());
        figures.put("violations", run.violations().size());
        figures.put("schedules", run.schedules());
        figures.put("seconds", Math.round((System.nanoTime() - begun) / 1e8) / 10.0);
        print(figures);
        run.violations().forEach((cell, found) -> err.println(cell + ": " + found));
        return run.violations().isEmpty() ? HOLDS : VIOLATED;
    }

    private void print(Map<String, Object> figures) throws IOException {
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(figures));
        } else {
            figures.forEach((key, value) -> out.printf("%-20s %s%n", key, value));
        }
    }

    /** The page of the docs, from runs of both protocols and of every mutant. */
    private int writeProof() throws IOException {
        Map<String, Object> fenced = fenced();
        Campaign obvious =
                new Campaign(new Plan(OBVIOUS_SCHEDULES, seed, "obvious", null, null, workers));
        obvious.run(() -> false);
        List<Proof.Line> lines = new Proof(root, workers).lines(Mutants.ALL, out::println);
        Path page = root.resolve("docs/proof.md");
        Files.writeString(
                page,
                new ProofPage().figures(fenced).obvious(obvious).mutants(lines).toString());
        out.println("Written: " + page);
        boolean holds = "{twice=0, stuck=0, job_lost=0, two_agents=0, stale=0}"
                        .equals(String.valueOf(fenced.get("by_kind")))
                && lines.stream().allMatch(Proof.Line::asExpected);
        return holds ? HOLDS : VIOLATED;
    }

    /** What a campaign of the product came to: one run now, or one that was kept. */
    private Map<String, Object> fenced() throws IOException {
        if (figures != null) {
            Map<String, Object> sum = new LinkedHashMap<>();
            for (Path file : figures) {
                new ObjectMapper()
                        .readValue(file.toFile(), FIGURES)
                        .forEach((key, value) -> sum.merge(key, value, sum(key)));
            }
            return sum;
        }
        Campaign campaign =
                new Campaign(new Plan(schedules, seed, "fenced", history, null, workers));
        long begun = System.nanoTime();
        campaign.run(() -> false);
        double seconds = (System.nanoTime() - begun) / 1e9;
        explain(campaign);
        return campaign.report().figures(seconds);
    }

    private static BiFunction<Object, Object, Object> sum(String key) {
        return (one, other) -> {
            if (one instanceof Map<?, ?> kinds && other instanceof Map<?, ?> more) {
                Map<Object, Object> all = new LinkedHashMap<>(kinds);
                more.forEach((kind, n) -> all.merge(kind, n, sum(key)));
                return all;
            }
            double a = ((Number) one).doubleValue();
            double b = ((Number) other).doubleValue();
            double both = key.startsWith("max_") ? Math.max(a, b) : a + b;
            return key.equals("seconds")
                    ? (Object) (Math.round(both * 10) / 10.0)
                    : (Object) (long) both;
        };
    }

    private String[] withoutMutant(String mutant) {
        List<String> words = new ArrayList<>(List.of(
                "--schedules",
                Integer.toString(schedules),
                "--seed",
                Long.toString(seed),
                "--protocol",
                protocol,
                "--workers",
                Integer.toString(workers),
                "--in-mutant",
                mutant));
        if (keep != null) {
            words.addAll(List.of(
                    "--keep",
                    keep.stream().map(Object::toString).collect(Collectors.joining(","))));
        }
        if (history != null) {
            words.addAll(List.of("--history", history.toString()));
        }
        if (first) {
            words.add("--first");
        }
        if (json) {
            words.add("--json");
        }
        if (trace) {
            words.add("--trace");
        }
        return words.toArray(String[]::new);
    }
}
