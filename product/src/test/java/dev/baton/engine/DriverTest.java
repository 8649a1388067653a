package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Command;
import dev.baton.model.Event;
import dev.baton.model.Parking;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver over a real database, against a modelled outside that outlives it. */
class DriverTest {
    @TempDir
    Path folder;

    private Store database;
    private World world = new World();
    private final MovingClock clock = new MovingClock();

    /** Every look at it is a second later, so that no backoff lasts. */
    private static final class MovingClock implements InstantSource {
        private Instant now = Instant.parse("2026-11-23T21:30:00Z");

        @Override
        public synchronized Instant instant() {
            now = now.plusSeconds(1);
            return now;
        }
    }

    /** The process dies here. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash(String where) {
            super(where);
        }
    }

    private EngineListener listener = EngineListener.NONE;

    @BeforeEach
    void open() throws IOException {
        database = EngineDatabase.open(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private TaskId file() {
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

    private static <T> T committed(WriteResult<T> result) {
        return switch (result) {
            case WriteResult.Committed<T>(T value) -> value;
            case WriteResult.Lost<T>(String why) -> throw new AssertionError(why);
            case WriteResult.Unknown<T>(Throwable cause) -> throw new AssertionError(cause);
        };
    }

    /** A server: a new incarnation over the same database and the same world. */
    private Driver start(Store store) {
        long incarnation = committed(database.write(
                "start",
                tx -> Store.Step.commit(tx.tasks()
                        .startIncarnation(
                                "host", new ProcessIdentity(1, 1, "boot"), clock.instant()))));
        Registry registry = new Registry(incarnation, System::nanoTime);
        return new Driver(
                store, digest -> Situations.quick(), world.hands(), registry, clock, listener);
    }

    /** What the other actors do between two drives: grant, let processes end, write run facts. */
    private void others(TaskId id) {
        Task task = task(id);
        committed(database.write("others", tx -> {
            tx.work()
                    .grantable(clock.instant().plusSeconds(600))
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
            return Store.Step.commit(true);
        }));
    }

    private Task task(TaskId id) {
        return database.read(r -> r.tasks().byId(id)).orElseThrow();
    }

    /** Drives to the end with a server that may crash any number of times. */
    private void drain(TaskId id, Function<Integer, Store> storeOf) {
        int server = 0;
        Driver driver = start(storeOf.apply(server));
        for (int round = 0; round < 60 && !task(id).status().terminal(); round++) {
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

    private void drain(TaskId id) {
        drain(id, n -> database);
    }

    private List<Event> events(TaskId id) {
        return database.read(r -> r.history().events(id, 0, 1000));
    }

    private void assertSound(TaskId id) {
        assertThat(world.appliedTwice()).as("applied %s", world.applied).isFalse();
        List<Long> epochs =
                events(id).stream().filter(Event::transition).map(Event::epoch).toList();
        assertThat(epochs).isSorted().doesNotHaveDuplicates();
        assertThat(epochs.getLast()).isEqualTo(task(id).epoch());
        assertThat(task(id).owner()).isNull();
        List<QueuePlace> queue = database.read(r -> r.queue().all());
        assertThat(queue).isEmpty();
    }

    private void assertLanded(TaskId id) {
        assertSound(id);
        assertThat(task(id).status())
                .as(() -> task(id).parking() + "\n" + events(id))
                .isEqualTo(TaskStatus.DONE);
        assertThat(task(id).stage()).isEqualTo(StageId.DONE);
        assertThat(world.applied.keySet().stream().filter(k -> k.contains("/merge/")))
                .hasSize(1);
    }

    @Test
    void carriesATaskFromFiledToMerged() {
        TaskId id = file();
        drain(id);
        assertLanded(id);
        assertThat(task(id).visit()).isEqualTo(4);
        assertThat(world.applied.keySet())
                .extracting(key -> key.replaceAll("^\\d+/", "").replaceAll("/[0-9a-f]{40}", ""))
                .containsExactly(
                        "1/run/developer/1",
                        "1/run/tests/1",
                        "1/push",
                        "1/change-request",
                        "2/run/reviewer/1",
                        "3/run/merge-test/1",
                        "3/merge");
    }

    /** Whoever watches asks for a notice of the end at this moment; before, there is no process. */
    @Test
    void saysThatARunStartedOnceItsStartIsConfirmed() {
        Map<String, RunState> told = new LinkedHashMap<>();
        listener = new EngineListener() {
            @Override
            public void runStarted(String unit) {
                told.put(
                        unit,
                        database.read(r -> r.work().run(unit)).orElseThrow().state());
            }
        };
        drain(file());
        assertThat(told)
                .hasSize(4)
                .containsEntry("shop-1-v1-developer-1", RunState.RUNNING)
                .containsEntry("shop-1-v3-merge-test-1", RunState.RUNNING);
        assertThat(told.values()).containsOnly(RunState.RUNNING);
    }

    @Test
    void carriesARejectionBackWithItsFindings() {
        world.agents = (job, nth) -> new World.Act(
                0,
                job.equals("developer") ? Situations.sha((char) ('0' + nth)) : null,
                job.equals("reviewer") && nth == 1 ? "changes-requested" : "approved");
        TaskId id = file();
        drain(id);
        assertLanded(id);
        assertThat(task(id).visit()).isEqualTo(6);
        assertThat(events(id))
                .filteredOn(e -> e.type().equals("returned"))
                .singleElement()
                .satisfies(e -> assertThat(e.data())
                        .isEqualTo("development\nverdict: changes requested\nit says Hello"));
    }

    @Test
    void parksWithANameWhenTheAttemptsAreUsedUp() {
        world.agents = (job, nth) -> new World.Act(1, null, "");
        TaskId id = file();
        drain(id);
        assertThat(task(id).status()).isEqualTo(TaskStatus.PARKED);
        Parking parking = Objects.requireNonNull(task(id).parking());
        assertThat(parking.who()).isEqualTo("anna");
        assertThat(parking.why()).contains("attempt 2 of 2");
        assertSound(id);
    }

    @Test
    void retryGivesFreshAttemptsInTheSameVisit() {
        world.agents = (job, nth) -> new World.Act(
                job.equals("developer") && nth <= 2 ? 1 : 0, Situations.HEAD, "approved");
        TaskId id = file();
        drain(id);
        command(id, Command.Kind.RETRY, null);
        drain(id);
        assertLanded(id);
        assertThat(task(id).visit()).isEqualTo(4);
    }

    @Test
    void aMovedBasePoisonsTheCandidateAndLandsTheNext() {
        world.point = name -> {
            if (name.startsWith("before")
                    && name.contains("/merge/")
                    && world.base.equals(Situations.BASE)) {
                world.base = Situations.sha('f');
            }
        };
        TaskId id = file();
        drain(id);
        assertLanded(id);
        assertThat(world.poisoned).singleElement().asString().contains("/merge/");
    }

    @Test
    void aConflictGoesBackToDevelopment() {
        world.conflicts = 1;
        world.agents = (job, nth) -> new World.Act(
                0, job.equals("developer") ? Situations.sha((char) ('0' + nth)) : null, "approved");
        TaskId id = file();
        drain(id);
        assertLanded(id);
        assertThat(events(id))
                .filteredOn(e -> e.type().equals("returned"))
                .singleElement()
                .satisfies(e -> assertThat(e.data()).contains("conflict with main in Greet.java"));
    }

    @Test
    void aWaitThatDoesNotChangeIsWrittenOnce() {
        TaskId id = file();
        Driver driver = start(database);
        driver.drive(id, "test");
        long commits = database.counters().commits();
        driver.drive(id, "test");
        assertThat(database.counters().commits()).isEqualTo(commits);
    }

    @Test
    void anEffectCostsTwoCommitsAndAnIdleDriveNone() {
        TaskId id = file();
        Driver driver = start(database);
        driver.drive(id, "test");
        committed(database.write("grant", tx -> {
            tx.work()
                    .grantable(clock.instant())
                    .forEach(w -> tx.work().grant(w.job().id(), clock.instant()));
            return Store.Step.commit(true);
        }));
        long before = database.counters().commits();
        driver.drive(id, "test");
        // acquire, intent, confirm, yield
        assertThat(database.counters().commits() - before).isEqualTo(4);
    }

    private void command(TaskId id, Command.Kind kind, @Nullable StageId to) {
        committed(database.write(
                "command",
                tx -> Store.Step.commit(tx.history()
                        .command(new Command(
                                "c-" + kind + clock.instant(),
                                id,
                                kind,
                                to,
                                null,
                                "anna",
                                0,
                                clock.instant())))));
    }

    @Nested
    class Faults {
        /** How many times a fault-free life touches the world and the database. */
        private int points() {
            int[] count = {0};
            world.point = name -> count[0]++;
            TaskId id = file();
            drain(id, n -> new Touched(database, what -> count[0]++));
            assertLanded(id);
            return count[0];
        }

        @Test
        void aCrashAtAnyPointEndsTheSameWithEveryEffectOnce() {
            int points = points();
            assertThat(points).isGreaterThan(40);
            for (int at = 1; at <= points; at++) {
                freshWorld();
                int[] left = {at};
                World.Point crash = name -> {
                    if (--left[0] == 0) {
                        throw new Crash(name);
                    }
                };
                world.point = crash;
                TaskId id = file();
                drain(id, n -> new Touched(database, crash));
                assertThat(left[0]).as("point %d was reached", at).isLessThanOrEqualTo(0);
                assertLanded(id);
            }
        }

        @Test
        void aCrashDuringTheRecoveryEndsTheSame() {
            int points = points();
            for (int at = 1; at <= points; at += 3) {
                for (int again = 1; again <= 7; again += 2) {
                    freshWorld();
                    int[] left = {at, again};
                    World.Point crash = name -> {
                        if ((left[0] > 0 && --left[0] == 0) || (left[0] == 0 && --left[1] == 0)) {
                            throw new Crash(name);
                        }
                    };
                    world.point = crash;
                    TaskId id = file();
                    drain(id, n -> new Touched(database, crash));
                    assertLanded(id);
                }
            }
        }

        @Test
        void anUnknownOutcomeIsResolvedByTakingOver() {
            for (boolean applied : new boolean[] {true, false}) {
                for (int at = 1; at <= 30; at++) {
                    freshWorld();
                    AtomicInteger left = new AtomicInteger(at);
                    TaskId id = file();
                    drain(id, n -> new Doubtful(database, left, applied));
                    assertLanded(id);
                }
            }
        }

        @Test
        void stopAtAnyPointSaysWhatHappened() {
            int points = points();
            for (int at = 1; at <= points; at += 2) {
                freshWorld();
                TaskId id = file();
                int[] left = {at};
                World.Point stop = name -> {
                    if (--left[0] == 0) {
                        throw new Crash(name);
                    }
                };
                world.point = stop;
                Driver driver = start(new Touched(database, stop));
                try {
                    for (int round = 0; round < 60 && !task(id).status().terminal(); round++) {
                        driver.drive(id, "test");
                        others(id);
                    }
                } catch (Crash e) {
                    world.point = name -> {};
                    command(id, Command.Kind.STOP, null);
                }
                drain(id);
                assertStopped(id);
            }
        }

        private void assertStopped(TaskId id) {
            assertSound(id);
            boolean merged = world.applied.keySet().stream().anyMatch(k -> k.contains("/merge/"));
            if (task(id).status() == TaskStatus.DONE) {
                assertThat(merged).isTrue();
                return;
            }
            assertThat(task(id).status()).isEqualTo(TaskStatus.CANCELLED);
            assertThat(world.living).isEmpty();
            String said = events(id).getLast().data();
            assertThat(said.matches("(?s).*/merge/\\S+ happened.*")).as(said).isEqualTo(merged);
        }

        private void freshWorld() {
            world = new World();
        }
    }

    /** A database that reports every write before and after it. */
    private record Touched(Store store, World.Point point) implements Store {
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
    private record Doubtful(Store store, AtomicInteger left, boolean applied) implements Store {
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
