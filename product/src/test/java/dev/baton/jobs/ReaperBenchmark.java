package dev.baton.jobs;

import dev.baton.loop.Tick;
import dev.baton.model.JobKind;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.RunState;
import dev.baton.model.TaskId;
import dev.baton.model.WorkItem;
import dev.baton.runs.RunUnit;
import dev.baton.store.Store;
import dev.baton.store.TaskWrites.NewTask;
import dev.baton.store.WorkWrites.NewJob;
import dev.baton.store.WorkWrites.NewRun;
import dev.baton.store.jdbc.SqliteSettings;
import dev.baton.store.jdbc.SqliteStores;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One round of the reaper over 10,000 running runs of which one in a hundred is dead, after a round
 * of the run monitor; a SQLite file that waits for the disk at each commit, as a server's does, and
 * units that answer at once. Its name keeps it out of the
 * tests; {@code benchmarks/reaper.sh} runs it.
 */
final class ReaperBenchmark {
    private static final int RUNS = 10_000;
    private static final int ROUNDS = 7;
    private static final int DEAD_EVERY = 100;

    @TempDir
    Path folder;

    private final FakeUnits units = new FakeUnits();

    @Test
    void aRound() {
        try (RunWorld world =
                new RunWorld(SqliteStores.open(SqliteSettings.in(folder), () -> {}))) {
            fill(world.store);
            Sightings sightings = new Sightings(units);
            RunFacts facts = new RunFacts(world.store, (task, actor) -> {}, RunWorld.CLOCK, "b");
            RunMonitor monitor =
                    new RunMonitor(world.store, units, sightings, facts, Runnable::run, () -> {});
            Reaper reaper = new Reaper(
                    world.store,
                    units,
                    ReapingSettings.DEFAULT,
                    run -> Optional.of(Duration.ofMinutes(10)),
                    task -> false,
                    new Reaper.Ways(
                            sightings,
                            (task, actor) -> {},
                            facts,
                            new Alerts(world.store, RunWorld.CLOCK)));
            round(monitor, reaper, "first, cold");
            round(monitor, reaper, "nothing dead");
            for (int round = 0; round < ROUNDS; round++) {
                int nth = round;
                unitsEvery(nth).forEach(unit -> units.is(unit, new RunUnit.Gone(true, "empty")));
                round(monitor, reaper, "1 % dead");
                long lost = world.store.read(reads -> unitsEvery(nth).stream()
                        .filter(unit ->
                                reads.work().run(unit).orElseThrow().state() == RunState.LOST)
                        .count());
                if (lost != RUNS / DEAD_EVERY) {
                    throw new AssertionError(
                            "expected " + RUNS / DEAD_EVERY + " lost, found " + lost);
                }
            }
            round(monitor, reaper, "nothing dead");
        }
    }

    private static List<String> unitsEvery(int first) {
        List<String> units = new ArrayList<>();
        for (int i = first; i < RUNS; i += DEAD_EVERY) {
            units.add("u" + i);
        }
        return units;
    }

    private void round(RunMonitor monitor, Reaper reaper, String what) {
        Time watching = timed(monitor);
        Time reaping = timed(reaper);
        System.out.printf(
                "%-12s monitor %6.1f ms (%5.1f of the processor), reaper %6.1f ms (%5.1f)%n",
                what, watching.wall(), watching.cpu(), reaping.wall(), reaping.cpu());
    }

    /** In milliseconds; on a busy machine the second one is the figure to compare. */
    private record Time(double wall, double cpu) {}

    private static Time timed(Tick tick) {
        var threads = ManagementFactory.getThreadMXBean();
        long cpu = threads.getCurrentThreadCpuTime();
        long wall = System.nanoTime();
        tick.runOnce(Duration.ofSeconds(1));
        return new Time(
                (System.nanoTime() - wall) / 1e6, (threads.getCurrentThreadCpuTime() - cpu) / 1e6);
    }

    private void fill(Store store) {
        for (int from = 0; from < RUNS; from += 500) {
            int first = from;
            store.write("fill", tx -> {
                tx.tasks().keepPipeline("digest", "stages: []");
                for (int i = first; i < first + 500; i++) {
                    TaskId task = tx.tasks()
                            .insert(
                                    new NewTask(
                                            "SHOP",
                                            new WorkItem("T", "", null, null, "ann", 0),
                                            "digest",
                                            "main",
                                            RunWorld.NOW),
                                    key -> "b/" + key)
                            .id();
                    var job = tx.work()
                            .queue(new NewJob(
                                    task, 0, JobKind.AGENT, "dev", null, 2, 0, RunWorld.NOW));
                    tx.work().grant(job.id(), RunWorld.NOW);
                    tx.work()
                            .intend(
                                    job,
                                    new NewRun(1, "u" + i, Duration.ofDays(1), null, RunWorld.NOW));
                    tx.work().started("u" + i, new ProcessIdentity(i + 1L, 1, "b"), RunWorld.NOW);
                }
                return Store.Step.commit(true);
            });
        }
        for (int i = 0; i < RUNS; i++) {
            units.isAlive("u" + i);
            units.printed("u" + i, OptionalLong.empty());
        }
    }
}
