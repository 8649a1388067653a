package dev.baton.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code baton bench finished}: what a task costs after so many others, in processor time of the
 * server and of the git commands it waited for, which load beside it changes little.
 */
@Command(
        name = "finished",
        description = "What a task costs after 1, 1,000 and 20,000 others.",
        mixinStandardHelpOptions = true)
final class FinishedCommand implements Callable<Integer> {
    private static final Duration DONE_MAX = Duration.ofMinutes(10);

    /** Until the server has compiled itself. */
    private static final int WARM_UP = 5;

    /** Of what it costs after one. */
    private static final double MORE_MAX = 1.5;

    @Option(
            names = "--after",
            paramLabel = "N",
            split = ",",
            description = "finished tasks; default 1,1000,20000")
    List<Integer> after = List.of(1, 1000, 20_000);

    @Option(names = "--tasks", paramLabel = "N", description = "measured after each; default 10")
    int tasks = 10;

    private final PrintStream out;
    private final Path launcher;

    FinishedCommand(PrintStream out, Path launcher) {
        this.out = out;
        this.launcher = launcher;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Figures figures = new Figures(out);
        double first = 0;
        for (int finished : after) {
            double cost = cost(finished);
            String what = "a task after " + finished + " others, seconds of a processor";
            if (first == 0) {
                first = cost;
                figures.note(what, cost);
            } else {
                figures.atMost(what, cost, first * MORE_MAX);
            }
        }
        return figures.held() ? 0 : 1;
    }

    private double cost(int finished) throws IOException, InterruptedException {
        try (Site site = Site.make(launcher)) {
            site.start();
            String first = site.file("occupies the only slot");
            site.await("a slot that is taken", () -> site.show(first).contains("run shop-1-"));
            String model = site.file("waits for a slot");
            site.await(
                    "a task that waits", () -> site.show(model).contains("a slot for developer"));
            site.stop();
            new Crowd(site.database(), model, site.commit("main"), site.commit("work"))
                    .fill(0, 0, finished);
            site.start();
            site.command(first, "stop");
            done(site, model);
            through(site, WARM_UP);
            double before = site.processorSeconds();
            through(site, tasks);
            return (site.processorSeconds() - before) / tasks;
        }
    }

    private static void through(Site site, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            done(site, site.file("goes through " + i));
        }
    }

    private static void done(Site site, String key) throws InterruptedException {
        site.await(
                key + " to be done",
                DONE_MAX,
                () -> site.show(key).contains("\"status\":\"DONE\""));
    }
}
