package dev.baton.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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

    private final PrintStream out;
    private final PrintStream err;
    private final Path root;

    @Option(names = "--schedules", paramLabel = "N", description = "how many; default 2000")
    int schedules = Plan.SCHEDULES_DEFAULT;

    @Option(names = "--seed", paramLabel = "S", description = "of the first schedule; default 1")
    long seed = 1;

    @Option(names = "--protocol", paramLabel = "NAME", description = "fenced (default) or obvious")
    String protocol = "fenced";

    @Option(names = "--mutant", paramLabel = "ID", description = "with a guard taken out: W1 … W24")
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
    public Integer call() throws JsonProcessingException {
        if (mutant != null) {
            return new MutantRun(Mutants.named(mutant), root).run(withoutMutant(), out, err);
        }
        Plan plan = new Plan(
                keep == null ? schedules : 1, seed, protocol, history, keep, keep == null ? workers : 1);
        Campaign campaign = new Campaign(plan);
        if (trace) {
            campaign.once(plan.schedule(seed), line -> out.println(line.get()));
        }
        long begun = System.nanoTime();
        campaign.run(() -> first && !campaign.failures().isEmpty());
        double seconds = (System.nanoTime() - begun) / 1e9;
        Map<String, Object> figures = campaign.report().figures(seconds);
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(figures));
        } else {
            figures.forEach((key, value) -> out.printf("%-20s %s%n", key, value));
            out.printf("%-20s %.1f%n", "schedules/s", campaign.report().schedules() / seconds);
        }
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
        String kept = schedule.kept().stream().map(Object::toString).collect(Collectors.joining(","));
        return "--seed %d --keep %s --trace%s"
                .formatted(
                        schedule.seed(),
                        kept,
                        protocol.equals("fenced") ? "" : " --protocol " + protocol);
    }

    private String[] withoutMutant() {
        List<String> words = new ArrayList<>(List.of(
                "--schedules", Integer.toString(schedules), "--seed", Long.toString(seed),
                "--protocol", protocol, "--workers", Integer.toString(workers)));
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
