package dev.baton.intake;

import dev.baton.engine.Nudge;
import dev.baton.engine.Pipelines;
import dev.baton.model.Command;
import dev.baton.model.Evidence.ProtectedChanges;
import dev.baton.model.FailureCode;
import dev.baton.model.ProtectedWait;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TransientFailure;
import dev.baton.store.Store;
import dev.baton.store.Store.Step;
import dev.baton.store.Tx;
import dev.baton.store.WriteResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores what people decide about tasks. Safe for use by many threads. */
public final class CommandIntake {
    private final Store store;
    private final CommandCheck check;
    private final Nudge nudge;
    private final InstantSource clock;

    public CommandIntake(Store store, Pipelines pipelines, Nudge nudge, InstantSource clock) {
        this.store = store;
        this.check = new CommandCheck(pipelines);
        this.nudge = nudge;
        this.clock = clock;
    }

    /**
     * Stores a command and nudges its task.
     *
     * @throws TransientFailure if nobody knows whether it was stored; the same id again is safe
     */
    public Given give(NewCommand command) {
        Instant now = clock.instant();
        Given given = answer(command, store.write("command", tx -> take(tx, command, now)));
        if (given instanceof Given.Accepted accepted) {
            nudge.nudge(accepted.command().task(), command.actor());
        }
        return given;
    }

    private Step<Given> take(Tx tx, NewCommand command, Instant now) {
        Optional<Command> again = tx.history().command(command.id());
        if (again.isPresent()) {
            return Step.commit(new Given.Accepted(again.get(), true));
        }
        Optional<Task> task = tx.tasks().byKey(command.taskKey());
        if (task.isEmpty()) {
            return Step.commit(new Given.NotFound(CommandCheck.name(command)
                    + ": expected a task, found none. Next: baton task list"));
        }
        Optional<String> conflict = check.conflict(command, task.get());
        if (conflict.isPresent()) {
            return Step.commit(new Given.Conflict(conflict.get()));
        }
        String waiting = changes(tx, command, task.get());
        if (command.seen() != null && !command.seen().equals(waiting)) {
            return Step.commit(new Given.Conflict(CommandCheck.name(command)
                    + ": expected your word for "
                    + (waiting.isEmpty() ? "the head" : "protected changes " + shown(waiting))
                    + ", found it for "
                    + (command.seen().isEmpty() ? "the head" : "changes " + shown(command.seen()))
                    + ": the task has moved on"));
        }
        Command stored = stored(command, task.get(), waiting.isEmpty() ? null : waiting, now);
        tx.history().command(stored);
        return Step.commit(new Given.Accepted(stored, false));
    }

    /** The digest of the protected changes that an approval is about; "" = none, but the head. */
    private static String changes(Tx tx, NewCommand command, Task task) {
        return command.kind() != Command.Kind.APPROVE
                ? ""
                : ProtectedWait.of(
                                tx.gates().candidates(task.id(), task.visit()),
                                tx.gates().verdicts(task.id()))
                        .map(ProtectedChanges::digest)
                        .orElse("");
    }

    private static String shown(String digest) {
        return digest.substring(0, Math.min(12, digest.length()));
    }

    private static Command stored(
            NewCommand command, Task task, @Nullable String changes, Instant now) {
        String stage = command.stage();
        return new Command(
                command.id(),
                task.id(),
                command.kind(),
                stage == null ? null : new StageId(stage),
                command.text(),
                changes,
                command.actor(),
                task.epoch(),
                now);
    }

    private static Given answer(NewCommand command, WriteResult<Given> result) {
        return switch (result) {
            case WriteResult.Committed<Given> committed -> committed.value();
            case WriteResult.Lost<Given> lost ->
                throw new TransientFailure(
                        FailureCode.STORE,
                        CommandCheck.name(command) + ": not stored: " + lost.why()
                                + ". Next: try again");
            case WriteResult.Unknown<Given> unknown ->
                throw new TransientFailure(
                        FailureCode.STORE,
                        CommandCheck.name(command)
                                + ": may or may not be stored: expected an answer of the database,"
                                + " found none. Next: baton task show " + command.taskKey(),
                        unknown.cause());
        };
    }
}
