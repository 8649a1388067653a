package dev.baton.intake;

import dev.baton.model.Command;
import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.Pipeline;
import dev.baton.model.Sha;
import dev.baton.model.Stage;
import dev.baton.model.Stage.StageEffect;
import dev.baton.model.Task;
import dev.baton.store.Store;
import dev.baton.store.Tx;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files the task that takes back what another one landed: a commit that is there already, and a
 * person's word that it goes to the stage that lands. It passes the same gates as every other. In
 * the same transaction the other task is told to stop, and what it holds lets this one pass. Safe
 * for use by many threads.
 */
public final class RevertIntake {
    private final Store store;
    private final TaskIntake tasks;
    private final Source source;
    private final InstantSource clock;

    public RevertIntake(Store store, TaskIntake tasks, Source source, InstantSource clock) {
        this.store = store;
        this.tasks = tasks;
        this.source = source;
        this.clock = clock;
    }

    /** Where commits that take something back are built. */
    @FunctionalInterface
    public interface Source {
        /**
         * @param merged what of the task landed
         */
        Built build(Task task, Sha merged);
    }

    /** What came of building it. */
    public sealed interface Built {}

    /** A commit on top of the base. */
    public record Ready(Sha commit, Sha base) implements Built {}

    /** There is none, for this reason. */
    public record None(String why) implements Built {}

    /** What became of the wish. */
    public sealed interface Answer {}

    /** The task that takes it back; the same one however often it is wished. */
    public record Done(Task revert) implements Answer {}

    /** No such task. */
    public record NotFound() implements Answer {}

    /** Nothing was stored. */
    public record Refused(String message) implements Answer {}

    /** Throws {@link dev.baton.model.TransientFailure} when nobody knows whether it was stored. */
    public Answer revert(String key, String actor) {
        Optional<Task> found = store.read(reads -> reads.tasks().byKey(key));
        if (found.isEmpty()) {
            return new NotFound();
        }
        Task task = found.get();
        Optional<Sha> merged = store.read(reads -> reads.effects().of(task.id())).stream()
                .filter(e ->
                        e.effect() instanceof Effect.Merge && e.state() == EffectState.CONFIRMED)
                .max(Comparator.comparingLong(e -> e.key().visit()))
                .map(e -> ((Effect.Merge) e.effect()).sha());
        if (merged.isEmpty()) {
            return new Refused("revert of " + key + ": expected a commit of it on " + task.base()
                    + ", found that nothing of it landed");
        }
        NewItem item = new NewItem(
                task.project(),
                ItemCheck.folded("Revert " + key + ": " + task.item().title()),
                "Takes back " + merged.get() + ", which " + key + " landed on " + task.base() + ".",
                "revert:" + merged.get(),
                null,
                actor,
                task.item().priority());
        return store.read(reads -> reads.tasks().bySource(task.project(), "revert:" + merged.get()))
                .<Answer>map(Done::new)
                .orElseGet(() -> built(task, merged.get(), item));
    }

    private Answer built(Task task, Sha merged, NewItem item) {
        return switch (source.build(task, merged)) {
            case None(String why) -> new Refused("revert of " + task.key() + ": " + why);
            case Ready ready ->
                switch (tasks.file(item, (tx, created, pipeline) -> {
                    begin(tx, created, landing(pipeline), ready, item.author());
                    tx.holds().letPass(task.id(), created.id());
                    stop(tx, task, created, item.author());
                })) {
                    case Filed.Created(Task revert) -> new Done(revert);
                    case Filed.Existing(Task revert) -> new Done(revert);
                    case Filed.Refused(var reason, String message) -> new Refused(message);
                };
        };
    }

    private static Stage landing(Pipeline pipeline) {
        List<Stage> landing = pipeline.stages().stream()
                .filter(stage -> stage.effects().contains(StageEffect.MERGE))
                .toList();
        if (landing.isEmpty()) {
            throw new IllegalStateException(
                    "pipeline " + pipeline.digest() + ": expected a stage that lands, found none");
        }
        return landing.getFirst();
    }

    private void begin(Tx tx, Task created, Stage stage, Ready ready, String actor) {
        tx.tasks().head(created.id(), ready.commit(), ready.base());
        command(tx, created, Command.Kind.MOVE, stage, "begin-" + created.id(), actor);
    }

    /** Its fix would be built on what is taken back. */
    private void stop(Tx tx, Task task, Task revert, String actor) {
        Task now = tx.tasks().byId(task.id()).orElseThrow();
        if (!now.status().terminal()) {
            command(tx, now, Command.Kind.STOP, null, "reverted-by-" + revert.id(), actor);
        }
    }

    private void command(
            Tx tx, Task task, Command.Kind kind, @Nullable Stage stage, String id, String actor) {
        tx.history()
                .command(new Command(
                        id,
                        task.id(),
                        kind,
                        stage == null ? null : stage.id(),
                        null,
                        null,
                        actor,
                        task.epoch(),
                        clock.instant()));
    }
}
