package dev.baton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.Activities;
import dev.baton.engine.Registry;
import dev.baton.model.Owner;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.RunState;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskStatus;
import dev.baton.store.LookReads;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No task without a living owner is outside its sight. */
final class ScanTest {
    @TempDir
    Path folder;

    private RunWorld world;
    private Registry registry;
    private Task task;

    @BeforeEach
    void open() {
        world = new RunWorld(folder);
        registry = new Registry(incarnation(), () -> 0);
        task = world.task(world.running("u1"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private long incarnation() {
        return world.commit(tx -> tx.tasks()
                .startIncarnation("host", new ProcessIdentity(1, 2, "boot"), RunWorld.NOW));
    }

    private void owned(long incarnation, long activity) {
        Owner owner = new Owner(incarnation, activity, "scan", "Perform", RunWorld.NOW);
        world.commit(tx -> tx.tasks().acquire(task.id(), task.epoch(), owner));
        task = now();
    }

    private Task now() {
        return world.store.read(r -> r.tasks().byId(task.id())).orElseThrow();
    }

    private void scan() {
        new Scan(world.store, registry, world::nudge, RunWorld.CLOCK).runOnce(Duration.ZERO);
    }

    @Test
    void nudgesForATaskThatNobodyOwns() {
        scan();
        assertThat(world.nudged).containsExactly(task.id());
        assertThat(now()).isEqualTo(task);
    }

    @Test
    void nudgesForAnOwnerOfAnOlderIncarnationAndTakesNothingItself() {
        owned(registry.incarnation(), 1);
        registry = new Registry(incarnation(), () -> 0);
        scan();
        assertThat(world.nudged).containsExactly(task.id());
        assertThat(now()).isEqualTo(task);
    }

    /** The thread died, the process lives: nothing but the registry can tell. */
    @Test
    void w6NudgesForAnOwnerWhoseActivityIsGone() {
        owned(registry.incarnation(), 99);
        scan();
        assertThat(world.nudged).containsExactly(task.id());
    }

    @Test
    void leavesALivingOwnerAlone() throws InterruptedException {
        try (var activity = Activities.begin(registry, task.id(), Duration.ofMinutes(5))) {
            owned(registry.incarnation(), activity.id());
            scan();
            assertThat(world.nudged).isEmpty();
        }
    }

    /** As its driver leaves it; a mark, a time or another epoch are then the only reasons. */
    private void rests(@Nullable Instant lookAt) {
        task = now();
        LookReads.Rest before = world.store.read(reads -> reads.looks().rest(task.id()));
        LookReads.Rest left =
                new LookReads.Rest(task.epoch(), lookAt, null, before.shared(), before.marks());
        boolean rested = world.commit(tx -> tx.looks().rested(task.id(), task.epoch(), left));
        assertThat(rested).isTrue();
        world.nudged.clear();
    }

    @Test
    void asksNothingOfATaskThatWaits() {
        Scan scan = new Scan(world.store, registry, world::nudge, RunWorld.CLOCK);
        scan.runOnce(Duration.ZERO);
        rests(null);
        long before = world.store.counters().reads();
        scan.runOnce(Duration.ofSeconds(2));
        assertThat(world.nudged).isEmpty();
        assertThat(world.store.counters().reads() - before)
                .as("what is due, and what has an owner")
                .isEqualTo(2);
    }

    @Test
    void findsWhatSomebodyWroteAboutATaskAlthoughTheNudgeWasLost() {
        Scan scan = new Scan(world.store, registry, world::nudge, RunWorld.CLOCK);
        scan.runOnce(Duration.ZERO);
        rests(null);
        world.commit(tx -> tx.work().ended("u1", RunState.LOST, null, "it is gone", RunWorld.NOW));
        scan.runOnce(Duration.ofSeconds(2));
        assertThat(world.nudged).containsExactly(task.id());
    }

    @Test
    void findsATaskWhoseTimeHasCome() {
        Scan scan = new Scan(world.store, registry, world::nudge, RunWorld.CLOCK);
        scan.runOnce(Duration.ZERO);
        rests(RunWorld.NOW.plusMillis(1));
        scan.runOnce(Duration.ofSeconds(2));
        assertThat(world.nudged).isEmpty();
        rests(RunWorld.NOW);
        scan.runOnce(Duration.ofSeconds(2));
        assertThat(world.nudged).containsExactly(task.id());
    }

    /** The net under the reasons: a reason that was not written costs an interval, not for ever. */
    @Test
    void looksAtEveryTaskOnceInAnIntervalWithoutAnyReason() {
        Scan scan = new Scan(
                world.store, registry, world::nudge, RunWorld.CLOCK, Duration.ofMinutes(5));
        scan.runOnce(Duration.ZERO);
        rests(null);
        scan.runOnce(Duration.ofMinutes(4));
        assertThat(world.nudged).isEmpty();
        scan.runOnce(Duration.ofMinutes(1));
        assertThat(world.nudged).containsExactly(task.id());
        scan.runOnce(Duration.ofSeconds(2));
        assertThat(world.nudged).hasSize(1);
    }

    @Test
    void leavesATaskAloneThatIsOver() {
        world.enter(task, StageId.DONE, TaskStatus.DONE);
        scan();
        assertThat(world.nudged).isEmpty();
    }
}
