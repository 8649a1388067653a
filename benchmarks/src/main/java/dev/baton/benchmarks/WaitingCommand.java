package dev.baton.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code baton bench waiting}: what it costs that many tasks wait, and what is done beside.
 */
@Command(
        name = "waiting",
        description = "A server with many tasks that wait and many that are parked.",
        mixinStandardHelpOptions = true)
final class WaitingCommand implements Callable<Integer> {
    private static final int BOARDS = 100;
    private static final int FILED = 100;
    private static final int NUDGES = 50;

    private static final Duration LOOKED_MAX = Duration.ofMinutes(30);

    /** After so long the scan goes through all tasks anew; a little more than it says itself. */
    private static final Duration PASS = Duration.ofSeconds(310);

    /** The reconciler's first round reads all tasks, and the server compiles itself. */
    private static final Duration SETTLED = Duration.ofSeconds(90);

    /** Percent of a core. */
    private static final double IDLE_MAX = 3;

    private static final double BOARD_MAX_MS = 100;
    private static final double LIST_MAX_MS = 100;
    private static final double FILING_MAX_MS = 30;
    private static final double NUDGE_MAX_MS = 100;

    @Option(names = "--tasks", paramLabel = "N", description = "that wait; default 10000")
    int tasks = 10_000;

    @Option(names = "--parked", paramLabel = "N", description = "with full history; default 1000")
    int parked = 1000;

    @Option(names = "--finished", paramLabel = "N", description = "with history; default 0")
    int finished;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "that each idle server is watched; default 60")
    int seconds = 60;

    @Option(
            names = "--without-pass",
            description = "does not wait for the scan to go through all tasks again")
    boolean withoutPass;

    private final PrintStream out;
    private final Path launcher;

    WaitingCommand(PrintStream out, Path launcher) {
        this.out = out;
        this.launcher = launcher;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Site site = Site.make(launcher)) {
            Figures figures = new Figures(out);
            site.start();
            String first = site.file("occupies the only slot");
            site.await("a slot that is taken", () -> site.show(first).contains("run shop-1-"));
            String model = site.file("waits for a slot");
            site.await(
                    "a task that waits", () -> site.show(model).contains("a slot for developer"));
            double alone = idle(site);
            site.stop();

            Crowd crowd =
                    new Crowd(site.database(), model, site.commit("main"), site.commit("work"));
            site.branches(crowd.fill(tasks, parked, finished), "work");
            long started = System.nanoTime();
            site.start();
            figures.note("tasks that wait", tasks);
            figures.note("parked, with history", parked);
            figures.note("finished, with history", finished);
            Duration looked = site.await(
                    "every task to be looked at", LOOKED_MAX, () -> crowd.notLookedAt() == 0);
            figures.note("after a start, until every task was looked at, seconds", (double)
                    looked.toSeconds());
            figures.note("idle with two tasks, % of a core", alone);
            Thread.sleep(SETTLED.toMillis());
            figures.atMost("idle, % of a core", idle(site), IDLE_MAX);
            if (!withoutPass) {
                long since = (System.nanoTime() - started) / 1_000_000;
                Thread.sleep(Math.max(0, PASS.toMillis() - since));
                figures.atMost(
                        "idle while the scan goes through all, % of a core", idle(site), IDLE_MAX);
            }
            beside(site, figures);
            site.command(first, "stop");
            return figures.held() ? 0 : 1;
        }
    }

    /** What people do while all the others wait. */
    private static void beside(Site site, Figures figures) {
        figures.atMost("board, p95 ms", site.times(BOARDS, i -> site.get("/")), BOARD_MAX_MS);
        figures.atMost(
                "list of tasks, p95 ms",
                site.times(BOARDS, i -> site.get("/api/v1/tasks?page=true&limit=50")),
                LIST_MAX_MS);
        figures.atMost(
                "filing a task, p95 ms",
                site.times(FILED, i -> site.file("another " + i)),
                FILING_MAX_MS);
        figures.atMost(
                "from a command to what it does, p95 ms",
                site.times(NUDGES, i -> site.pause("SHOP-" + (10 + i))),
                NUDGE_MAX_MS);
    }

    private double idle(Site site) throws IOException, InterruptedException {
        return site.idlePercent(Duration.ofSeconds(seconds));
    }
}
