package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Event;
import dev.baton.model.Hold;
import dev.baton.model.Job;
import dev.baton.model.JobStatus;
import dev.baton.model.Parking;
import dev.baton.model.QueuePlace;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.Waiting;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.WriteResult;
import dev.baton.testing.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The merge lease and holds, over a real database against a modelled base branch. */
class MergeQueueTest {
    private static final String HELD = "the merge queue of main is held by anna: release freeze";

    @TempDir
    Path folder;

    private Store database;
    private LandingWorld landing;

    /** The process dies here. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void open() {
        database = EngineDatabase.open(folder);
        landing = new LandingWorld(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** A place where somebody may come in between: everything that touches world or database. */
    private static final class Moments implements World.Point {
        private int left;
        private final Runnable then;

        Moments(int at, Runnable then) {
            this.left = at;
            this.then = then;
        }

        @Override
        public void reached(String name) {
            if (--left == 0) {
                then.run();
            }
        }

        int seen() {
            return -left;
        }
    }

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

    @Test
    void whereverAHoldComesInNoMergeIsBegunUntilItEnds() {
        Moments none = new Moments(0, () -> {});
        land(none);
        assertThat(none.seen()).isGreaterThan(15);
        int waited = 0;
        for (int at = 1; at <= none.seen(); at++) {
            List<Hold> holds = new ArrayList<>();
            List<Long> before = new ArrayList<>();
            TaskId id = land(new Moments(at, () -> {
                before.add(newestEvent());
                holds.add(landing.hold());
            }));
            assertThat(begunAfter(id, before.getFirst()))
                    .as("held at point %d", at)
                    .isEmpty();
            if (landing.task(id).status() == TaskStatus.LIVE) {
                waited++;
                assertThat(waiting(id)).as("held at point %d", at).isEqualTo(HELD);
                assertThat(landing.merged()).isEmpty();
            }
            landing.release(holds.getFirst());
            landing.drain(landing.start(), id);
            assertThat(landing.task(id).status()).isEqualTo(TaskStatus.DONE);
            assertThat(landing.merged()).containsExactly(id);
        }
        assertThat(waited).isBetween(10, none.seen() - 3);
    }

    /** A life with a moment in it; the world is new, the database is not. */
    private TaskId land(Moments moments) {
        landing.world = new World();
        landing.world.point = moments;
        TaskId id = landing.file(0);
        landing.drain(landing.start(new Touched(database, moments), Turns.HEAD_ONLY), id);
        landing.world.point = name -> {};
        return id;
    }

    private long newestEvent() {
        return landing.store.read(reads -> reads.tasks().list("SHOP", 1)).stream()
                .flatMap(task -> landing.events(task.id()).stream())
                .mapToLong(Event::seq)
                .max()
                .orElse(0);
    }

    private List<String> begunAfter(TaskId id, long seq) {
        return landing.events(id).stream()
                .filter(e -> e.seq() > seq)
                .filter(e -> e.type().equals("intent") && e.data().contains("/merge/"))
                .map(Event::data)
                .toList();
    }

    private @Nullable String waiting(TaskId id) {
        Waiting waiting = landing.task(id).waiting();
        return waiting == null ? null : waiting.what();
    }

    /** Lets the first of two tasks die at a moment of its merge, its intent being there. */
    private void dieAt(String moment, TaskId first) {
        landing.world.point = name -> {
            if (name.startsWith(moment) && name.contains("/merge/")) {
                throw new Crash();
            }
        };
        try {
            landing.drain(landing.start(), first);
        } catch (Crash e) {
            landing.world.point = name -> {};
            return;
        }
        throw new AssertionError("never came to " + moment);
    }

    /**
     * The run that went wrong when the keeper moved the row itself: merged, not yet confirmed, sent
     * to the tail; the task then waited for hours for a turn to do what was done, and the third
     * time it was parked.
     */
    @Test
    void anOverdueHeadThatHasLandedIsDoneAndGoesNowhere() {
        TaskId first = landing.file(0);
        TaskId second = landing.file(0);
        dieAt("after", first);
        landing.drain(landing.start(), second);
        assertThat(landing.queue()).containsExactly(first, second);
        landing.overdue(first);

        Driver driver = landing.start();
        landing.drain(driver, first);
        landing.drain(driver, second);

        assertThat(landing.task(first).status()).isEqualTo(TaskStatus.DONE);
        assertThat(landing.events(first)).noneMatch(e -> e.type().equals("stepped-back"));
        assertThat(landing.merged()).containsExactly(first, second);
    }

    @Test
    void anOverdueHeadThatMayStillLandMakesSureItNeverDoesBeforeItMakesRoom() {
        TaskId first = landing.file(0);
        TaskId second = landing.file(0);
        dieAt("before", first);
        landing.drain(landing.start(), second);
        landing.overdue(first);

        Driver driver = landing.start();
        landing.drain(driver, first);
        assertThat(landing.world.poisoned).singleElement().asString().contains("/merge/");
        assertThat(landing.queue()).containsExactly(second, first);
        landing.drain(driver, second);
        landing.drain(driver, first);

        assertThat(landing.merged()).containsExactly(second, first);
        assertThat(types(first)).containsSubsequence("poisoned", "stepped-back", "candidate");
    }

    /** Should a row be moved all the same, by hand or out of a backup. */
    @Test
    void aTaskThatLostItsPlaceWhileItLandedFindsOutAtOnce() {
        TaskId first = landing.file(0);
        TaskId second = landing.file(0);
        dieAt("after", first);
        landing.drain(landing.start(), second);
        landing.write(tx -> {
            tx.queue().stepBack(LandingWorld.place(tx, first));
            return tx.queue().promote("SHOP", "main", java.time.Instant.EPOCH);
        });

        landing.drain(landing.start(), first);
        assertThat(landing.task(first).status()).isEqualTo(TaskStatus.DONE);
        landing.drain(landing.start(), second);
        assertThat(landing.merged()).containsExactly(first, second);
    }

    @Test
    void theThirdTimeAPersonIsNeededAndTheOthersGoOn() {
        TaskId first = landing.file(0);
        Driver driver = landing.start();
        for (int times = 1; times <= 2; times++) {
            driver.drive(first, "test");
            landing.overdue(first);
            driver.drive(first, "test");
            assertThat(landing.place(first).orElseThrow().watched().demotions()).isEqualTo(times);
        }
        TaskId second = landing.file(0);
        driver.drive(second, "test");
        landing.overdue(first);
        driver.drive(first, "test");

        assertThat(landing.task(first).status()).isEqualTo(TaskStatus.PARKED);
        assertThat(landing.task(first).parking())
                .isEqualTo(new Parking(
                        "anna", "3 times over its time at the head of the merge queue of main"));
        assertThat(landing.queue()).containsExactly(second);
        landing.drain(driver, second);
        assertThat(landing.merged()).containsExactly(second);
    }

    /** A grant to a task that only waits would keep the slot that the head needs. */
    @Test
    void whoStepsBackGivesUpItsJobsThatWaitForASlot() {
        TaskId first = landing.file(0);
        TaskId second = landing.file(0);
        Driver driver = landing.start();
        driver.drive(first, "test");
        driver.drive(second, "test");
        landing.overdue(first);
        driver.drive(first, "test");

        List<Job> jobs = landing.store.read(reads -> reads.work().jobs(first, 1));
        assertThat(jobs).extracting(Job::status).containsExactly(JobStatus.CANCELLED);
        landing.drain(driver, second);
        landing.drain(driver, first);
        assertThat(landing.merged()).containsExactly(second, first);
    }

    /** The fence is the base's compare-and-set; the lease only saves work. */
    @Test
    void withoutTheLeaseEverybodyLandsOnce() {
        Driver driver = landing.start(database, Turns.leasedWhere(project -> false));
        List<TaskId> tasks = Stream.generate(() -> landing.file(0)).limit(5).toList();
        for (int round = 0; round < 20; round++) {
            for (TaskId task : tasks) {
                driver.drive(task, "test");
            }
            tasks.forEach(landing::others);
        }
        assertThat(tasks)
                .allSatisfy(
                        task -> assertThat(landing.task(task).status()).isEqualTo(TaskStatus.DONE));
        assertThat(landing.merged()).containsExactlyInAnyOrderElementsOf(tasks);
        assertThat(landing.world.poisoned).isNotEmpty();
        assertThat(landing.world.appliedTwice()).isFalse();
    }

    @Test
    void aHoldIsObeyedWithoutTheLeaseToo() {
        Driver driver = landing.start(database, Turns.EVERYBODY);
        Hold hold = landing.hold();
        TaskId id = landing.file(0);
        landing.drain(driver, id);
        assertThat(waiting(id)).isEqualTo(HELD);
        landing.release(hold);
        landing.drain(driver, id);
        assertThat(landing.merged()).containsExactly(id);
    }

    private List<String> types(TaskId id) {
        return landing.events(id).stream().map(Event::type).toList();
    }

    /** Each takes the other for dead and takes over from it, at every step. */
    @Test
    void twoServersLandFiftyTasksInTheOrderOfTheQueueWithOneHeadAtATime() {
        landing.pipeline = LandingWorld.landing(List.of());
        List<TaskId> tasks =
                IntStream.range(0, 50).mapToObj(i -> landing.file(i % 3)).toList();
        Hold hold = landing.hold();
        Driver gathering = landing.start();
        tasks.forEach(task -> gathering.drive(task, "test"));
        List<TaskId> order = landing.queue();
        assertThat(order).hasSize(50);
        List<String> wrong = watchTheHead();
        landing.release(hold);

        try (Drives one = new Drives(landing.start(), 4);
                Drives two = new Drives(landing.start(), 4)) {
            for (int round = 0; round < 5_000 && landing.merged().size() < 50; round++) {
                for (TaskId task : landing.queue().stream().limit(5).toList()) {
                    one.nudge(task, "one");
                    two.nudge(task, "two");
                }
                Eventually.await()
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> one.idle() && two.idle());
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(landing.merged()).isEqualTo(order);
        assertThat(landing.world.appliedTwice()).isFalse();
        landing.drain(landing.start(), order.getLast());
        assertThat(tasks)
                .allSatisfy(task -> assertThat(landing.task(task))
                        .extracting(Task::status)
                        .isEqualTo(TaskStatus.DONE));
    }

    /** What was merged by who was not the one head at that moment. */
    private List<String> watchTheHead() {
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        landing.world.point = name -> {
            if (name.startsWith("after") && name.contains("/merge/")) {
                TaskId merging =
                        new TaskId(Long.parseLong(name.replaceAll("^after (\\d+)/.*$", "$1")));
                if (!heads().equals(List.of(merging))) {
                    wrong.add(name + " with heads " + heads());
                }
            }
        };
        return wrong;
    }

    private List<TaskId> heads() {
        return landing.store.read(reads -> reads.queue().queue("SHOP", "main")).stream()
                .filter(QueuePlace::head)
                .map(QueuePlace::task)
                .toList();
    }
}
