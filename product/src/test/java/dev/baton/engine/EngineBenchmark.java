package dev.baton.engine;

import dev.baton.model.ProcessIdentity;
import dev.baton.model.RunState;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.WorkItem;
import dev.baton.store.Store;
import dev.baton.store.TaskWrites.NewTask;
import dev.baton.store.WriteResult;
import dev.baton.store.jdbc.SqliteSettings;
import dev.baton.store.jdbc.SqliteStores;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the engine itself costs, against a real SQLite file and a modelled outside that answers at
 * once. Its name keeps it out of the tests; docs/benchmarks.md has the command.
 */
class EngineBenchmark {
    private static final int TASKS = 200;
    private static final int WARM_UP = 40;

    @TempDir
    Path folder;

    private final World world = new World();
    private long drives;
    private long otherCommits;

    @Test
    void countsCommitsAndMilliseconds() {
        try (Store store = SqliteStores.open(SqliteSettings.in(folder), () -> {})) {
            Driver driver = driver(store);
            for (int i = 0; i < WARM_UP; i++) {
                life(store, driver);
            }
            drives = 0;
            otherCommits = 0;
            int applied = world.applied.size();
            long commits = store.counters().commits();
            long nanos = System.nanoTime();
            for (int i = 0; i < TASKS; i++) {
                life(store, driver);
            }
            double millis = (System.nanoTime() - nanos) / 1e6;
            double own = store.counters().commits() - commits - otherCommits;
            int effects = world.applied.size() - applied;
            System.out.printf(
                    "tasks %d, effects %d, drives %d, commits of the engine %.0f%n"
                            + "commits per task %.1f, per drive %.2f, per effect in all %.2f%n"
                            + "milliseconds per commit %.3f, per stage transition %.2f%n",
                    TASKS,
                    effects,
                    drives,
                    own,
                    own / TASKS,
                    own / drives,
                    own / effects,
                    millis / (own + otherCommits),
                    millis / TASKS / 4);
        }
    }

    private Driver driver(Store store) {
        long incarnation = committed(store.write(
                "start",
                tx -> Store.Step.commit(tx.tasks()
                        .startIncarnation(
                                "host", new ProcessIdentity(1, 1, "boot"), Instant.now()))));
        return new Driver(
                store,
                digest -> Situations.quick(),
                world.hands(),
                new Registry(incarnation, System::nanoTime),
                Instant::now,
                EngineListener.NONE);
    }

    /** One task from filed to merged: four stage transitions, seven effects. */
    private void life(Store store, Driver driver) {
        TaskId id = committed(store.write("file", tx -> {
            tx.tasks().keepPipeline("digest", "stages: []");
            NewTask task = new NewTask(
                    "SHOP",
                    new WorkItem("Title", "", null, null, "anna", 0),
                    "digest",
                    "main",
                    Instant.now());
            return Store.Step.commit(
                    tx.tasks().insert(task, key -> "baton/" + key).id());
        }));
        otherCommits++;
        Task task = read(store, id);
        while (!task.status().terminal()) {
            driver.drive(id, "benchmark");
            drives++;
            task = read(store, id);
            others(store);
        }
    }

    /** The dispatcher's grant and the monitor's fact, a commit each. */
    private void others(Store store) {
        store.read(reads -> reads.work().grantable(Instant.now(), 1000)).forEach(waiting -> {
            committed(store.write(
                    "grant",
                    tx -> Store.Step.commit(tx.work().grant(waiting.job().id(), Instant.now()))));
            otherCommits++;
        });
        for (String unit : world.endAll()) {
            committed(store.write(
                    "fact",
                    tx -> Store.Step.commit(
                            tx.work().ended(unit, RunState.EXITED, 0, "exited", Instant.now()))));
            otherCommits++;
        }
    }

    private static Task read(Store store, TaskId id) {
        return store.read(reads -> reads.tasks().byId(id)).orElseThrow();
    }

    private static <T> T committed(WriteResult<T> result) {
        if (result instanceof WriteResult.Committed<T>(T value)) {
            return value;
        }
        throw new AssertionError(result);
    }
}
