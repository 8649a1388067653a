package dev.baton.engine;

import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.EnvironmentRules;
import dev.baton.model.Hold;
import dev.baton.model.JournalEntry;
import dev.baton.model.QueuePlace;
import dev.baton.model.Setback;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskSnapshot;
import dev.baton.store.Reads;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads everything durable about a task; the only place where time becomes a fact. */
final class Snapshots {
    private final Turns turns;
    private final DeployLimits deploys;
    private final InstantSource clock;

    Snapshots(Turns turns, DeployLimits deploys, InstantSource clock) {
        this.turns = turns;
        this.deploys = deploys;
        this.clock = clock;
    }

    Optional<TaskSnapshot> of(Reads reads, TaskId id) {
        return reads.tasks().byId(id).map(task -> of(reads, task));
    }

    private TaskSnapshot of(Reads reads, Task task) {
        Setback setback = task.setback();
        List<JournalEntry> effects = reads.effects().of(task.id());
        QueuePlace place = turns.placeOf(reads, task).orElse(null);
        List<EnvironmentRules> rules = deploys.rules(task.project(), clock.instant());
        List<Hold> holds = place == null && rules.isEmpty() ? List.of() : holdsAgainst(reads, task);
        Hold hold = place == null ? null : onTheBase(holds, task);
        return new TaskSnapshot(
                task,
                reads.work().jobs(task.id(), task.visit()),
                reads.work().runs(task.id(), task.visit()),
                effects,
                reads.gates().verdicts(task.id()),
                reads.gates().candidates(task.id(), task.visit()),
                place,
                hold,
                hold == null ? null : passer(reads, task),
                reads.deployments().of(task.id()),
                reads.deployments().environments(task.project()),
                holds.stream().filter(h -> h.kind() == Hold.Kind.ENVIRONMENT).toList(),
                rules,
                landed(effects) ? reads.deployments().superseding(task.id()) : List.of(),
                reads.history().pending(task.id()),
                reads.tasks().stageVisits(task.id()),
                setback == null || !clock.instant().isBefore(setback.retryAt()));
    }

    /** Before that, nothing can have come after it. */
    private static boolean landed(List<JournalEntry> effects) {
        return effects.stream()
                .anyMatch(e ->
                        e.effect() instanceof Effect.Merge && e.state() == EffectState.CONFIRMED);
    }

    private static List<Hold> holdsAgainst(Reads reads, Task task) {
        return reads.holds().active(task.project()).stream()
                .filter(hold -> !hold.lets(task.id()))
                .toList();
    }

    /** The oldest: what every one of them says is the same, wait. */
    private static @Nullable Hold onTheBase(List<Hold> holds, Task task) {
        return holds.stream()
                .filter(hold -> hold.kind() == Hold.Kind.BASE && hold.name().equals(task.base()))
                .findFirst()
                .orElse(null);
    }

    /** Who waits behind this head and has a pass for everything that holds the base. */
    private static @Nullable TaskId passer(Reads reads, Task task) {
        List<QueuePlace> queue = reads.queue().queue(task.project(), task.base());
        boolean head = queue.stream().anyMatch(p -> p.task().equals(task.id()) && p.head());
        List<Hold> holds = reads.holds().active(Hold.Kind.BASE, task.project(), task.base());
        return queue.stream()
                .filter(place -> head && !place.head())
                .map(QueuePlace::task)
                .filter(other -> holds.stream().allMatch(hold -> hold.lets(other)))
                .findFirst()
                .orElse(null);
    }
}
