package dev.baton.simulation;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;

/** Entry point of {@code baton simulate}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(args, out, err, Path.of(System.getProperty("baton.root", ""))));
    }

    /**
     * Also the way into a copy that has a mutant in it.
     *
     * @param root of the checkout, whose sources mutants are made of
     */
    public static int run(String[] args, PrintStream out, PrintStream err, Path root) {
        System.setProperty("logback.configurationFile", "simulation-logback.xml");
        return new CommandLine(new SimulateCommand(out, err, root)).execute(args);
    }

    /**
     * The way into a mutant's copy when only the first failure is looked for. Texts, because types
     * of one copy are not those of another.
     *
     * @param image of an empty database, which costs a second to make
     * @return how many schedules were tried; if the last of them failed, also its seed, the kind of
     *     violation and what was found
     */
    public static String[] search(long seed, int schedules, byte[] image) {
        System.setProperty("logback.configurationFile", "simulation-logback.xml");
        Plan plan = new Plan(schedules, seed, "fenced", null, null, 1);
        Campaign campaign = new Campaign(plan, image);
        for (int i = 0; i < schedules; i++) {
            Outcomes outcomes = campaign.once(plan.schedule(seed + i), Trace.NONE);
            if (!outcomes.holds()) {
                Violation first = outcomes.violations().getFirst();
                return new String[] {
                    Integer.toString(i + 1),
                    Long.toString(seed + i),
                    first.kind().name(),
                    first.text()
                };
            }
        }
        return new String[] {Integer.toString(schedules)};
    }
}
