package dev.baton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.Activities;
import dev.baton.engine.Patience;
import dev.baton.engine.Registry;
import dev.baton.engine.Revocations;
import dev.baton.model.Event;
import dev.baton.model.Notice;
import dev.baton.model.Owner;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.Run;
import dev.baton.model.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owners that are slow. The activities are real ones, begun by {@link Activities}. */
final class LeaseReaperTest {
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private RunWorld world;
    private Registry registry;
    private Task task;

    @BeforeEach
    void open() {
        world = new RunWorld(folder);
        Run run = world.running("u1");
        long incarnation = world.commit(tx -> tx.tasks()
                .startIncarnation("host", new ProcessIdentity(1, 2, "boot"), RunWorld.NOW));
        registry = new Registry(incarnation, nanos::get);
        task = world.task(run);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private long olderIncarnation() {
        long older = registry.incarnation();
        long newer = world.commit(tx -> tx.tasks()
                .startIncarnation("host", new ProcessIdentity(3, 4, "boot"), RunWorld.NOW));
        registry = new Registry(newer, nanos::get);
        return older;
    }

    private void owned(long incarnation, long activity) {
        task = world.store.read(r -> r.tasks().byId(task.id())).orElseThrow();
        Owner owner = new Owner(incarnation, activity, "scan", "Perform", RunWorld.NOW);
        world.commit(tx -> tx.tasks().acquire(task.id(), task.epoch(), owner));
        task = world.store.read(r -> r.tasks().byId(task.id())).orElseThrow();
    }

    private LeaseReaper reaper(Patience patience) {
        return new LeaseReaper(
                world.store,
                registry,
                patience,
                nanos::get,
                new Revocations(world.store, RunWorld.CLOCK),
                world::nudge);
    }

    private Task now() {
        return world.store.read(r -> r.tasks().byId(task.id())).orElseThrow();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Whom the scan nudges for; two who do it would only drive twice. */
    @Test
    void saysNothingOfTheDead() {
        owned(olderIncarnation(), 1);
        reaper(Patience.untilTheDeadline(GRACE)).runOnce(Duration.ZERO);
        assertThat(world.nudged).isEmpty();
        assertThat(now()).isEqualTo(task);
    }

    @Test
    void tellsPeopleInTheSameTransaction() throws InterruptedException {
        world.commit(tx -> {
            tx.outbox().open("test");
            return true;
        });
        var activity = Activities.begin(registry, task.id(), TIMEOUT);
        owned(registry.incarnation(), activity.id());
        pass(TIMEOUT.plus(GRACE));
        long before = world.store.counters().commits();

        reaper(Patience.untilTheDeadline(GRACE)).runOnce(Duration.ZERO);

        activity.awaitInterrupt();
        assertThat(world.store.counters().commits()).isEqualTo(before + 1);
        List<Notice> notices = world.store.read(r -> r.outbox().fresh("test", 9));
        assertThat(notices)
                .extracting(Notice::kind, Notice::text)
                .containsExactly(Tuple.tuple(
                        Notice.ALERT,
                        "SHOP-1 (SHOP): step Perform did not end within 5m and its grace; taken"
                                + " from activity " + activity.id() + " of incarnation "
                                + registry.incarnation()));
    }

    @Test
    void leavesALivingOwnerAloneUntilItsDeadlineAndTheGrace() throws InterruptedException {
        var activity = Activities.begin(registry, task.id(), TIMEOUT);
        owned(registry.incarnation(), activity.id());
        LeaseReaper reaper = reaper(Patience.untilTheDeadline(GRACE));
        pass(TIMEOUT.plus(GRACE).minusNanos(1));
        reaper.runOnce(Duration.ZERO);
        assertThat(now()).isEqualTo(task);
        assertThat(activity.interrupted()).isFalse();

        pass(Duration.ofNanos(1));
        reaper.runOnce(Duration.ZERO);

        activity.awaitInterrupt();
        assertThat(now().owner()).isNull();
        assertThat(now().epoch()).isEqualTo(task.epoch() + 1);
        assertThat(world.nudged).containsExactly(task.id());
        List<Event> events = world.store.read(r -> r.history().newest(task.id(), 1));
        assertThat(events.getFirst().data())
                .isEqualTo("from activity " + activity.id() + " of incarnation "
                        + registry.incarnation() + " (scan, at Perform): step Perform did not end"
                        + " within 5m and its grace");
    }

    /** Not by a count in memory: a server that restarts in between counts on. */
    @Test
    void theThirdTimeInARowIsTooOften() throws InterruptedException {
        for (int i = 1; i <= 3; i++) {
            var activity = Activities.begin(registry, task.id(), TIMEOUT);
            owned(registry.incarnation(), activity.id());
            pass(TIMEOUT.plus(GRACE));
            reaper(Patience.untilTheDeadline(GRACE)).runOnce(Duration.ZERO);
            activity.awaitInterrupt();
            assertThat(Objects.requireNonNull(now().setback()).tooMany()).isEqualTo(i == 3);
        }
    }

    @Test
    void whereOwnersAreNotProtectedTheGraceAloneCounts() throws InterruptedException {
        var activity = Activities.begin(registry, task.id(), TIMEOUT);
        owned(registry.incarnation(), activity.id());
        Patience patience = Patience.of(
                Set.of("OTHER"), Patience.untilTheDeadline(GRACE), Patience.forTheGraceOnly(GRACE));
        pass(GRACE.minusNanos(1));
        reaper(patience).runOnce(Duration.ZERO);
        assertThat(now()).isEqualTo(task);

        pass(Duration.ofNanos(1));
        reaper(patience).runOnce(Duration.ZERO);

        activity.awaitInterrupt();
        assertThat(now().owner()).isNull();
    }

    /** Between the look and the revoke the owner gave the task back and another one took it. */
    @Test
    void touchesNoNewerOwner() throws InterruptedException {
        Activities slow = Activities.begin(registry, task.id(), TIMEOUT);
        owned(registry.incarnation(), slow.id());
        Task seen = task;
        world.commit(tx -> tx.tasks().revoke(seen.id(), seen.epoch(), RunWorld.NOW));
        owned(registry.incarnation(), 77);

        assertThat(new Revocations(world.store, RunWorld.CLOCK)
                        .revokeOverdue(seen, "lease reaper", "too slow"))
                .isEqualTo(new Revocations.Changed());

        assertThat(now()).isEqualTo(task);
    }
}
