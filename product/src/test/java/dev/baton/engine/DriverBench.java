package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Command;
import dev.baton.model.DeploymentState;
import dev.baton.model.Event;
import dev.baton.model.Pipeline;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.QueuePlace;
import dev.baton.model.RunState;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.WorkItem;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.TaskWrites.NewTask;
import dev.baton.store.WriteResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real database, a modelled outside that outlives every server, and the other actors: what tests
 * of the driver start from.
 */
abstract class DriverBench {
    static final int ROUNDS_MAX = 90;

    @TempDir
    Path folder;

    Store database;
    World world = new World();
    final MovingClock clock = new MovingClock();
    final Pipeline pipeline;

    DriverBench(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** Every look at it is a second later, so that no backoff lasts. */
    static final class MovingClock implements InstantSource {
        private Instant now = Instant.parse("2026-11-23T21:30:00Z");

        synchronized void jump(Duration by) {
            now = now.plus(by);
        }

        @Override
        public synchronized Instant instant() {
            now = now.plusSeconds(1);
            return now;
        }
    }

    /** The process dies here. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash(String where) {
            super(where);
        }
    }

    EngineListener listener = EngineListener.NONE;

    @BeforeEach
    void open() {
        database = database(folder);
    }

    /** SQLite, unless a subclass knows another. */
    Store database(Path at) {
        return EngineDatabase.open(at);
    }

    @AfterEach
    void close() {
        database.close();
    }

    TaskId file() {
        return committed(database.write("file", tx -> {
            tx.tasks().keepPipeline("digest", "stages: []");
            return Store.Step.commit(tx.tasks()
                    .insert(
                            new NewTask(
                                    "SHOP",
                                    new WorkItem("Title", "", null, null, "anna", 0),
                                    "digest",
                                    "main",
                                    clock.instant()),
                            key -> "baton/" + key)
                    .id());
        }));
    }

    static <T> T committed(WriteResult<T> result) {
        return switch (result) {
            case WriteResult.Committed<T>(T value) -> value;
            case WriteResult.Lost<T>(String why) -> throw new AssertionError(why);
            case WriteResult.Unknown<T>(Throwable cause) -> throw new AssertionError(cause);
        };
    }

    long incarnation() {
        return committed(database.write(
                "start",
                tx -> Store.Step.commit(tx.tasks()
                        .startIncarnation(
                                "host", new ProcessIdentity(1, 1, "boot"), clock.instant()))));
    }

    /** A server: a new incarnation over the same database and the same world. */
    Driver start(Store store) {
        Registry registry = new Registry(incarnation(), System::nanoTime);
        return new Driver(store, digest -> pipeline, world.hands(), registry, clock, listener);
    }

    /**
     * What the other actors do between two drives: grant, let processes end, write facts, verify
     * what was deployed.
     */
    void others(TaskId id) {
        Task task = task(id);
        committed(database.write("others", tx -> {
            tx.work()
                    .grantable(clock.instant().plusSeconds(600), 1000)
                    .forEach(waiting -> tx.work().grant(waiting.job().id(), clock.instant()));
            world.endAll();
            tx.work().runs(id, task.visit()).stream()
                    .filter(run ->
                            run.state() == RunState.RUNNING && world.ended.containsKey(run.unit()))
                    .forEach(run -> tx.work()
                            .ended(
                                    run.unit(),
                                    RunState.EXITED,
                                    world.end(run.unit()).exitCode(),
                                    "exited",
                                    clock.instant()));
            tx.deployments()
                    .verifying()
                    .forEach(deployment -> tx.deployments()
                            .becomes(
                                    deployment.unit(),
                                    DeploymentState.VERIFYING,
                                    world.healthy.test(deployment)
                                            ? DeploymentState.HEALTHY
                                            : deployment.whenRed(),
                                    "asked",
                                    clock.instant()));
            return Store.Step.commit(true);
        }));
    }

    Task task(TaskId id) {
        return database.read(r -> r.tasks().byId(id)).orElseThrow();
    }

    /** Drives to the end with a server that may crash any number of times. */
    void drain(TaskId id, Function<Integer, Store> storeOf) {
        int server = 0;
        Driver driver = start(storeOf.apply(server));
        for (int round = 0; round < ROUNDS_MAX && !task(id).status().terminal(); round++) {
            try {
                driver.drive(id, "test");
            } catch (Crash e) {
                driver = start(storeOf.apply(++server));
                continue;
            }
            if (task(id).status() == TaskStatus.PARKED) {
                return;
            }
            others(id);
        }
    }

    void drain(TaskId id) {
        drain(id, n -> database);
    }

    List<Event> events(TaskId id) {
        return database.read(r -> r.history().events(id, 0, 1000));
    }

    void assertSound(TaskId id) {
        assertThat(world.appliedTwice()).as("applied %s", world.applied).isFalse();
        List<Long> epochs =
                events(id).stream().filter(Event::transition).map(Event::epoch).toList();
        assertThat(epochs).isSorted().doesNotHaveDuplicates();
        assertThat(epochs.getLast()).isEqualTo(task(id).epoch());
        assertThat(task(id).owner()).isNull();
        assertThat(world.endedByForce)
                .filteredOn(unit -> unit.contains("deploy"))
                .isEmpty();
        List<QueuePlace> queue = database.read(r -> r.queue().all());
        assertThat(queue).isEmpty();
    }

    void assertLanded(TaskId id) {
        assertSound(id);
        assertThat(task(id).status())
                .as(() -> task(id).parking() + "\n" + events(id))
                .isEqualTo(TaskStatus.DONE);
        assertThat(task(id).stage()).isEqualTo(StageId.DONE);
        assertThat(world.applied.keySet().stream().filter(k -> k.contains("/merge/")))
                .hasSize(1);
    }

    void command(TaskId id, Command.Kind kind, @Nullable StageId to) {
        committed(database.write(
                "command",
                tx -> Store.Step.commit(tx.history()
                        .command(new Command(
                                "c-" + kind + clock.instant(),
                                id,
                                kind,
                                to,
                                null,
                                null,
                                "anna",
                                0,
                                clock.instant())))));
    }

    /** A database that reports every write before and after it. */
    record Touched(Store store, World.Point point) implements Store {
        @Override
        public <T> WriteResult<T> write(String what, Work<T> work) {
            point.reached("before write " + what);
            WriteResult<T> result = store.write(what, work);
            point.reached("after write " + what);
            return result;
        }

        @Override
        public <T> T read(Function<Reads, T> work) {
            return store.read(work);
        }

        @Override
        public Counters counters() {
            return store.counters();
        }

        @Override
        public boolean healthy() {
            return store.healthy();
        }

        @Override
        public void close() {}
    }

    /** A database whose nth answer is lost, the write being there or not. */
    record Doubtful(Store store, AtomicInteger left, boolean applied) implements Store {
        @Override
        public <T> WriteResult<T> write(String what, Work<T> work) {
            if (left.decrementAndGet() != 0) {
                return store.write(what, work);
            }
            if (applied) {
                store.write(what, work);
            }
            return new WriteResult.Unknown<>(new IOException("connection lost"));
        }

        @Override
        public <T> T read(Function<Reads, T> work) {
            return store.read(work);
        }

        @Override
        public Counters counters() {
            return store.counters();
        }

        @Override
        public boolean healthy() {
            return store.healthy();
        }

        @Override
        public void close() {}
    }
}
