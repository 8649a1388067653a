package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Event;
import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.Owner;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.Run;
import dev.baton.model.Sha;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.WorkItem;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.Store.Step;
import dev.baton.store.TaskWrites.Edge;
import dev.baton.store.TaskWrites.NewTask;
import dev.baton.store.Tx;
import dev.baton.store.WorkWrites.NewJob;
import dev.baton.store.WorkWrites.NewRun;
import dev.baton.store.WriteResult;
import dev.baton.store.WriteResult.Committed;
import dev.baton.store.WriteResult.Lost;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every contract of the store starts from: an open store with a pipeline and an incarnation,
 * and words to make rows. A database joins by saying how it is opened.
 */
abstract class StoreContract {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    static final Instant LATER = NOW.plusSeconds(60);
    static final ProcessIdentity PROCESS = new ProcessIdentity(4711, 123_456, "boot-1");
    static final StageId DEVELOPMENT = new StageId("development");
    static final StageId REVIEW = new StageId("review");
    static final Sha SHA_A = new Sha("a".repeat(40));
    static final Sha SHA_B = new Sha("b".repeat(40));
    static final Sha SHA_C = new Sha("c".repeat(40));

    @TempDir
    Path folder;

    Store store;
    long incarnation;

    /** Opens the database of this folder; the same folder again is the same data. */
    abstract Store open(Path folder);

    @BeforeEach
    void openStore() {
        store = open(folder);
        commit(tx -> {
            tx.tasks().keepPipeline("digest", "stages: []");
            incarnation = tx.tasks().startIncarnation("host", PROCESS, NOW);
            return true;
        });
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    <T> T commit(Function<Tx, T> work) {
        WriteResult<T> result = store.write("test", tx -> Step.commit(work.apply(tx)));
        assertThat(result).isInstanceOf(Committed.class);
        return ((Committed<T>) result).value();
    }

    /** Runs a guarded write as the engine does: a lost guard rolls back. */
    boolean held(Predicate<Tx> guard) {
        WriteResult<Boolean> result =
                store.write("test", tx -> guard.test(tx) ? Step.commit(true) : Step.lost("guard"));
        return switch (result) {
            case Committed<Boolean> committed -> true;
            case Lost<Boolean> lost -> false;
            case WriteResult.Unknown<Boolean> unknown -> throw new AssertionError(unknown.cause());
        };
    }

    <T> T read(Function<Reads, T> work) {
        return store.read(work);
    }

    Task task(TaskId id) {
        return read(reads -> reads.tasks().byId(id)).orElseThrow();
    }

    Task newTask() {
        return newTask("SHOP", null);
    }

    Task newTask(String project, @Nullable String sourceId) {
        WorkItem item = new WorkItem("Greet", "Say hello", sourceId, null, "ann", 0);
        return commit(tx -> tx.tasks()
                .insert(new NewTask(project, item, "digest", "main", NOW), key -> "baton/" + key));
    }

    Owner owner(long activity) {
        return new Owner(incarnation, activity, "scan", "start", NOW);
    }

    /** A task in a stage it entered, without an owner. */
    Task inStage(StageId stage) {
        Task created = newTask();
        Edge edge = new Edge(created.id(), created.epoch(), StageId.CREATED, stage);
        commit(tx -> tx.tasks().enter(edge, false, TaskStatus.LIVE, NOW));
        return task(created.id());
    }

    Task owned(long activity) {
        Task task = inStage(DEVELOPMENT);
        commit(tx -> tx.tasks().acquire(task.id(), task.epoch(), owner(activity)));
        return task(task.id());
    }

    Job newJob(Task task, String name) {
        return newJob(task, name, 0, NOW);
    }

    Job newJob(Task task, String name, int priority, Instant runAfter) {
        return commit(tx -> tx.work()
                .queue(new NewJob(
                        task.id(),
                        task.visit(),
                        JobKind.AGENT,
                        name,
                        null,
                        2,
                        priority,
                        runAfter)));
    }

    Run newRun(Job job, int ordinal) {
        String unit = "shop-%s-v%d-%s-%d".formatted(job.task(), job.visit(), job.name(), ordinal);
        return commit(tx -> {
            tx.work().grant(job.id(), NOW);
            return tx.work()
                    .intend(job, new NewRun(ordinal, unit, Duration.ofMinutes(45), SHA_A, NOW));
        });
    }

    Run newRun() {
        return newRun(newJob(inStage(DEVELOPMENT), "developer"), 1);
    }

    static Event event(Task task, long epoch, boolean transition, String type) {
        return new Event(
                0, task.id(), epoch, task.visit(), task.stage(), transition, "scan", type, "", NOW);
    }
}
