package dev.baton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.Activities;
import dev.baton.engine.Registry;
import dev.baton.model.Owner;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskStatus;
import java.nio.file.Path;
import java.time.Duration;
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
        new Scan(world.store, registry, world::nudge).runOnce(Duration.ZERO);
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

    @Test
    void leavesATaskAloneThatIsOver() {
        world.enter(task, StageId.DONE, TaskStatus.DONE);
        scan();
        assertThat(world.nudged).isEmpty();
    }
}
