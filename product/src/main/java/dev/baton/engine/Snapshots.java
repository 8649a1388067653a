package dev.baton.engine;

import dev.baton.model.Hold;
import dev.baton.model.QueuePlace;
import dev.baton.model.Setback;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskSnapshot;
import dev.baton.store.Reads;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads everything durable about a task; the only place where time becomes a fact. */
final class Snapshots {
    private final Turns turns;
    private final InstantSource clock;

    Snapshots(Turns turns, InstantSource clock) {
        this.turns = turns;
        this.clock = clock;
    }

    Optional<TaskSnapshot> of(Reads reads, TaskId id) {
        return reads.tasks().byId(id).map(task -> of(reads, task));
    }

    private TaskSnapshot of(Reads reads, Task task) {
        Setback setback = task.setback();
        QueuePlace place = turns.placeOf(reads, task).orElse(null);
        return new TaskSnapshot(
                task,
                reads.work().jobs(task.id(), task.visit()),
                reads.work().runs(task.id(), task.visit()),
                reads.effects().of(task.id()),
                reads.gates().verdicts(task.id()),
                reads.gates().candidates(task.id(), task.visit()),
                place,
                place == null ? null : hold(reads, task),
                reads.deployments().of(task.id()),
                reads.deployments().environments(task.project()),
                reads.history().pending(task.id()),
                reads.tasks().stageVisits(task.id()),
                setback == null || !clock.instant().isBefore(setback.retryAt()));
    }

    /** The oldest: what every one of them says is the same, wait. */
    private static @Nullable Hold hold(Reads reads, Task task) {
        return reads.holds().active(Hold.Kind.BASE, task.project(), task.base()).stream()
                .findFirst()
                .orElse(null);
    }
}
