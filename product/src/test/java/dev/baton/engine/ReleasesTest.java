package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.Releases.Changed;
import dev.baton.engine.Releases.Released;
import dev.baton.engine.Releases.Taken;
import dev.baton.engine.Releases.TooSoon;
import dev.baton.model.Event;
import dev.baton.model.Owner;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.store.Store;
import dev.baton.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person takes a task from its owners, one after the other. */
class ReleasesTest extends DriverBench {
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final AtomicLong nanos = new AtomicLong();
    private Registry registry;
    private Releases releases;
    private TaskId id;

    ReleasesTest() {
        super(Situations.quick());
    }

    @BeforeEach
    void startServer() {
        restart();
        id = file();
    }

    private void restart() {
        registry = new Registry(incarnation(), nanos::get);
        releases = new Releases(
                database,
                registry,
                Patience.untilTheDeadline(GRACE),
                nanos::get,
                new Revocations(database, clock));
    }

    /** A thread that works on the step {@code Perform} as the task's owner. */
    private Activities owner() throws InterruptedException {
        Activities activity = Activities.begin(registry, id, TIMEOUT);
        owns(new Owner(registry.incarnation(), activity.id(), "scan", "Perform", Instant.EPOCH));
        return activity;
    }

    private void owns(Owner owner) {
        committed(database.write("own", tx -> {
            assertThat(tx.tasks().acquire(id, task(id).epoch(), owner)).isTrue();
            new History(tx, clock).transition(task(tx, id), "scan", "acquired", "Perform");
            return Store.Step.commit(true);
        }));
    }

    private static Task task(Tx tx, TaskId id) {
        return tx.tasks().byId(id).orElseThrow();
    }

    private void ends(String step) {
        committed(database.write("end", tx -> {
            tx.history()
                    .append(new Event(
                            0,
                            id,
                            task(id).epoch(),
                            1,
                            StageId.CREATED,
                            false,
                            "scan",
                            step,
                            "",
                            Instant.EPOCH));
            return Store.Step.commit(true);
        }));
    }

    private Released release() {
        return releases.release(task(id), "anna");
    }

    @Test
    void theFirstOneAlwaysWorksAndEndsTheStepThatHangs() throws InterruptedException {
        try (Activities hangs = owner()) {
            assertThat(release()).isInstanceOf(Taken.class);
            hangs.awaitInterrupt();
        }
        assertThat(task(id).owner()).isNull();
    }

    @Test
    void theNextOwnerHasTheTimeOfItsStepAndTheGrace() throws InterruptedException {
        try (Activities first = owner()) {
            release();
            first.awaitInterrupt();
        }
        try (Activities next = owner()) {
            Task held = task(id);
            nanos.addAndGet(TIMEOUT.plus(GRACE).toNanos() - 1);
            assertThat(release())
                    .isInstanceOfSatisfying(
                            TooSoon.class,
                            no -> assertThat(no.left()).isEqualTo(Duration.ofNanos(1)));
            assertThat(task(id)).isEqualTo(held);
            assertThat(next.interrupted()).isFalse();

            nanos.incrementAndGet();
            assertThat(release()).isInstanceOf(Taken.class);
            next.awaitInterrupt();
        }
    }

    @Test
    void anOwnerThatEndedAStepMayBeTakenFromAgain() throws InterruptedException {
        owner();
        release();
        owner();
        ends("confirmed");
        assertThat(release()).isInstanceOf(Taken.class);
        owner();
        assertThat(release()).isInstanceOf(TooSoon.class);
    }

    /** As seen on a server: a start that is interrupted each time is poisoned and begun anew. */
    @ParameterizedTest
    @ValueSource(strings = {"intent", "poisoned", "retry", "waiting", "yielded"})
    void whatIsOnlyOnTheWayToAStepIsNone(String type) throws InterruptedException {
        owner();
        release();
        ends(type);
        owner();
        assertThat(release()).isInstanceOf(TooSoon.class);
    }

    @Test
    void whatTheDeadHoldMayAlwaysBeTaken() throws InterruptedException {
        owner();
        release();
        owns(new Owner(registry.incarnation(), 77, "scan", "Perform", Instant.EPOCH));
        assertThat(release()).as("its thread is gone").isInstanceOf(Taken.class);
        owner();
        restart();
        assertThat(release()).as("its server is gone").isInstanceOf(Taken.class);
    }

    /** By what is stored: the memory of the server that released it is gone. */
    @Test
    void aServerThatStartsAnewKnowsOfTheRelease() throws InterruptedException {
        owner();
        release();
        owner();
        restart();
        owner();
        assertThat(release()).isInstanceOf(TooSoon.class);
    }

    /** It took the first one past its time; whoever comes to look finds the second one hanging. */
    @Test
    void whatTheLeaseReaperTookCountsForNobody() throws InterruptedException {
        owner();
        new Revocations(database, clock).revokeOverdue(task(id), "lease reaper", "too slow");
        owner();
        assertThat(release()).isInstanceOf(Taken.class);
    }

    @Test
    void touchesNoNewerOwnerAndInterruptsNobodyThen() throws InterruptedException {
        try (Activities slow = owner()) {
            Task seen = task(id);
            committed(database.write("take", tx -> {
                tx.tasks().revoke(id, seen.epoch(), Instant.EPOCH);
                return Store.Step.commit(true);
            }));
            try (Activities newer = owner()) {
                Task held = task(id);
                assertThat(releases.release(seen, "anna")).isEqualTo(new Changed());
                assertThat(task(id)).isEqualTo(held);
                assertThat(slow.interrupted()).isFalse();
                assertThat(newer.interrupted()).isFalse();
            }
        }
        assertThat(releases.release(task(file()), "anna")).isEqualTo(new Changed());
    }

    /** With the real driver, which is robbed in the middle of whatever it does outside. */
    @Nested
    class WhileItIsDriven {
        private Driver driver;

        @BeforeEach
        void startDriver() {
            driver = new Driver(
                    database,
                    digest -> pipeline,
                    world.hands(),
                    registry,
                    clock,
                    EngineListener.NONE);
        }

        /** As somebody does who takes it at every look; each step is begun twice at most. */
        @Test
        void aTaskThatIsTakenAtEveryLookGetsDoneAllTheSame() {
            List<Released> answers = new ArrayList<>();
            world.point = name -> {
                answers.add(release());
                assertThat(answers).as("robberies, far above two a step").hasSizeLessThan(200);
                // Whoever was robbed drives on here, not in a thread that hangs.
                Thread.interrupted();
            };
            int rounds = 0;
            for (; rounds < ROUNDS_MAX && !task(id).status().terminal(); rounds++) {
                driver.drive(id, "test");
                others(id);
            }
            assertThat(task(id).status()).isEqualTo(TaskStatus.DONE);
            assertSound(id);
            assertThat(answers).hasAtLeastOneElementOfType(Taken.class);
            assertThat(answers).hasAtLeastOneElementOfType(TooSoon.class);
        }

        /** One thread drives a task at a time: the next owner comes only once that one is back. */
        @ParameterizedTest
        @ValueSource(strings = {"run", "push", "merge"})
        void aStepThatHangsIsLeftForTheNextOwner(String step) throws InterruptedException {
            CountDownLatch hanging = new CountDownLatch(1);
            world.point = name -> {
                if (name.contains("/" + step) && hanging.getCount() > 0) {
                    hanging.countDown();
                    forEver();
                }
            };
            try (Drives drives = new Drives(driver, 4)) {
                while (hanging.getCount() > 0) {
                    drives.nudge(id, "scan");
                    while (hanging.getCount() > 0 && !drives.idle()) {
                        Thread.onSpinWait();
                    }
                    if (hanging.getCount() > 0) {
                        others(id);
                    }
                }
                assertThat(release()).isInstanceOf(Taken.class);
                while (!task(id).status().terminal()) {
                    drives.nudge(id, "scan");
                    while (!drives.idle()) {
                        Thread.onSpinWait();
                    }
                    others(id);
                }
            }
            assertThat(task(id).status()).isEqualTo(TaskStatus.DONE);
            assertSound(id);
        }

        private static void forEver() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
