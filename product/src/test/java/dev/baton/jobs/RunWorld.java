package dev.baton.jobs;

import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.Run;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.WorkItem;
import dev.baton.store.Store;
import dev.baton.store.Store.Step;
import dev.baton.store.TaskWrites.Edge;
import dev.baton.store.TaskWrites.NewTask;
import dev.baton.store.Tx;
import dev.baton.store.WorkWrites.NewJob;
import dev.baton.store.WorkWrites.NewRun;
import dev.baton.store.WriteResult.Committed;
import dev.baton.store.jdbc.UnsyncedStores;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Runs in a real store, units that are what the test says, and who was nudged. */
final class RunWorld implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    static final Duration LIMIT = Duration.ofMinutes(45);
    static final InstantSource CLOCK = InstantSource.fixed(NOW);

    final FakeUnits units = new FakeUnits();
    final List<TaskId> nudged = new ArrayList<>();
    final Store store;

    RunWorld(Path folder) {
        this(UnsyncedStores.sqlite(folder));
    }

    RunWorld(Store store) {
        this.store = store;
    }

    void nudge(TaskId task, String actor) {
        nudged.add(task);
    }

    RunFacts facts() {
        return new RunFacts(store, this::nudge, CLOCK, "test");
    }

    Run run(String unit) {
        return store.read(reads -> reads.work().run(unit)).orElseThrow();
    }

    Task task(Run run) {
        return store.read(reads -> reads.tasks().byId(run.task())).orElseThrow();
    }

    Run running(String unit) {
        return running(unit, JobKind.AGENT);
    }

    Run running(String unit, JobKind kind) {
        intended(unit, kind);
        commit(tx -> tx.work().started(unit, FakeUnits.IDENTITY, NOW));
        return run(unit);
    }

    void intended(String unit, JobKind kind) {
        WorkItem item = new WorkItem("Greet", "Say hello", null, null, "ann", 0);
        Task task = commit(tx -> {
            tx.tasks().keepPipeline("digest", "stages: []");
            return tx.tasks()
                    .insert(new NewTask("SHOP", item, "digest", "main", NOW), key -> "b/" + key);
        });
        enter(task, new StageId("development"), TaskStatus.LIVE);
        intended(task.id(), 1, unit, kind);
    }

    /** Another run of a task. */
    void intended(TaskId task, long visit, String unit, JobKind kind) {
        Job job = commit(tx -> tx.work()
                .queue(new NewJob(
                        task,
                        visit,
                        kind,
                        kind.name().toLowerCase(java.util.Locale.ROOT),
                        null,
                        2,
                        0,
                        NOW)));
        commit(tx -> tx.work().grant(job.id(), NOW));
        commit(tx -> tx.work().intend(job, new NewRun(1, unit, LIMIT, null, NOW)));
    }

    void enter(Task task, StageId to, TaskStatus status) {
        commit(tx -> tx.tasks()
                .enter(new Edge(task.id(), task.epoch(), task.stage(), to), false, status, NOW));
    }

    <T> T commit(Function<Tx, T> work) {
        return ((Committed<T>) store.write("test", tx -> Step.commit(work.apply(tx)))).value();
    }

    @Override
    public void close() {
        store.close();
    }
}
