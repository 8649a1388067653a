package dev.baton.engine;

import dev.baton.model.Command;
import dev.baton.model.EffectState;
import dev.baton.model.Evidence.ProtectedChanges;
import dev.baton.model.JobStatus;
import dev.baton.model.Pipeline;
import dev.baton.model.ProtectedWait;
import dev.baton.model.Role;
import dev.baton.model.Run;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskSnapshot;
import dev.baton.model.TaskStatus;
import dev.baton.model.Verdict;
import dev.baton.store.Store;
import dev.baton.store.Tx;
import dev.baton.store.WriteResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * COMMAND: what a person decided, done and consumed in one transaction, whoever owns the task. A
 * command that makes no sense any more is consumed and the history says so.
 */
final class Obedience {
    private final Store store;
    private final Edges edges;
    private final InstantSource clock;

    Obedience(Store store, Edges edges, InstantSource clock) {
        this.store = store;
        this.edges = edges;
        this.clock = clock;
    }

    WriteResult<Edges.Moved> obey(Command command, TaskSnapshot snapshot, Pipeline pipeline) {
        Task task = snapshot.task();
        String verb = command.kind().name().toLowerCase(Locale.ROOT);
        return store.write(verb, tx -> {
            Store.Step<Edges.Moved> step = switch (command.kind()) {
                case STOP -> stop(tx, command, task);
                case PAUSE -> change(tx, command, task, TaskStatus.LIVE, TaskStatus.PAUSED);
                case RESUME -> resume(tx, command, task);
                case RETRY -> retry(tx, command, task, pipeline);
                case APPROVE -> approve(tx, command, snapshot);
                case REJECT -> reject(tx, command, snapshot, pipeline);
                case MOVE -> move(tx, command, snapshot, pipeline);
            };
            boolean unlocking =
                    command.kind() == Command.Kind.MOVE && mustUnlock(command, snapshot, pipeline);
            if (step instanceof Store.Step.Commit<Edges.Moved>
                    && !unlocking
                    && !tx.history().consume(command.id(), clock.instant())) {
                return Store.Step.lost("command " + command.id() + " was consumed already");
            }
            return step;
        });
    }

    private Store.Step<Edges.Moved> stop(Tx tx, Command command, Task task) {
        return switch (task.status()) {
            case LIVE, PAUSED, PARKED -> {
                if (!become(tx, task, TaskStatus.CANCELLING)) {
                    yield lost(command, task);
                }
                tx.work().endJobs(task.id(), task.visit(), JobStatus.CANCELLED);
                yield done(tx, command, task, tx.queue().leave(task.id(), clock.instant()));
            }
            case CANCELLING, CANCELLED, DONE -> ignored(tx, command, task);
        };
    }

    private Store.Step<Edges.Moved> change(
            Tx tx, Command command, Task task, TaskStatus from, TaskStatus to) {
        if (task.status() != from) {
            return ignored(tx, command, task);
        }
        if (!become(tx, task, to)) {
            return lost(command, task);
        }
        tx.work().takeBackGrants(task.id());
        return done(tx, command, task, tx.queue().leave(task.id(), clock.instant()));
    }

    private Store.Step<Edges.Moved> resume(Tx tx, Command command, Task task) {
        return switch (task.status()) {
            case PAUSED, PARKED ->
                become(tx, task, TaskStatus.LIVE)
                        ? done(tx, command, task, Optional.empty())
                        : lost(command, task);
            case LIVE, CANCELLING, CANCELLED, DONE -> ignored(tx, command, task);
        };
    }

    /**
     * Fresh attempts; gates that were not green are asked again, of a new run if they judge one.
     */
    private Store.Step<Edges.Moved> retry(Tx tx, Command command, Task task, Pipeline pipeline) {
        if (task.status() != TaskStatus.PARKED) {
            return ignored(tx, command, task);
        }
        if (!become(tx, task, TaskStatus.LIVE)) {
            return lost(command, task);
        }
        boolean blamed = tx.gates().verdicts(task.id()).stream()
                .filter(v -> v.subject().equals(task.head()))
                .anyMatch(v -> v.outcome() == Verdict.Outcome.RED
                        || v.outcome() == Verdict.Outcome.INVALID);
        tx.gates().voidNotGreen(task.id());
        tx.deployments().giveUpDoubt(task.id(), "retried by " + command.actor(), clock.instant());
        Role role = pipeline.has(task.stage()) ? pipeline.stage(task.stage()).role() : null;
        if (role != null) {
            tx.work().jobs(task.id(), task.visit()).stream()
                    .filter(job -> job.name().equals(role.name()))
                    .reduce((older, newer) -> newer)
                    .filter(job -> blamed || job.status() == JobStatus.FAILED)
                    .ifPresent(job -> {
                        tx.work().renew(job.id(), clock.instant());
                        Records.endSiblings(tx, task, job);
                    });
        }
        return done(tx, command, task, Optional.empty());
    }

    /** The run whose work is rejected, if there was one in this visit. */
    private static @Nullable String judged(TaskSnapshot snapshot, Pipeline pipeline) {
        Task task = snapshot.task();
        if (!pipeline.has(task.stage())) {
            return null;
        }
        Run run = new StageView(snapshot, pipeline, pipeline.stage(task.stage())).mainRun();
        return run == null ? null : run.unit();
    }

    private Store.Step<Edges.Moved> approve(Tx tx, Command command, TaskSnapshot snapshot) {
        Task task = snapshot.task();
        String text = said(command, "approved");
        if (command.changes() == null) {
            return say(tx, command, task, Word.green(GateDigest.ofVisit(task.visit()), text));
        }
        // It was about a change that somebody looked at: no other one is agreed to by it.
        return waiting(snapshot)
                .filter(changes -> changes.digest().equals(command.changes()))
                .map(changes -> say(
                        tx,
                        command,
                        task,
                        Word.green(
                                Verdict.ofChanges(changes),
                                text.contains(command.actor())
                                        ? text
                                        : command.actor() + ": " + text)))
                .orElseGet(() -> ignored(tx, command, task));
    }

    private Store.Step<Edges.Moved> reject(
            Tx tx, Command command, TaskSnapshot snapshot, Pipeline pipeline) {
        Task task = snapshot.task();
        return say(
                tx,
                command,
                task,
                new Word(
                        GateDigest.ofVisit(task.visit()),
                        judged(snapshot, pipeline),
                        Verdict.Outcome.RED,
                        said(command, "rejected"),
                        waiting(snapshot).isPresent()));
    }

    private static String said(Command command, String verb) {
        return command.text() == null || command.text().isBlank()
                ? verb + " by " + command.actor()
                : command.text();
    }

    private static Optional<ProtectedChanges> waiting(TaskSnapshot snapshot) {
        return ProtectedWait.of(snapshot.candidates(), snapshot.verdicts());
    }

    /**
     * What a person says.
     *
     * @param digest of what
     * @param runUnit the run whose work it is about
     * @param unparks whether the task was parked for it
     */
    private record Word(
            String digest,
            @Nullable String runUnit,
            Verdict.Outcome outcome,
            String text,
            boolean unparks) {
        static Word green(String digest, String text) {
            return new Word(
                    digest, null, Verdict.Outcome.GREEN, text, digest.startsWith("changes-"));
        }
    }

    /** The status stays as it is, unless the task was parked for exactly this word. */
    private Store.Step<Edges.Moved> say(Tx tx, Command command, Task task, Word word) {
        Sha head = task.head();
        if (head == null || task.status() == TaskStatus.CANCELLING) {
            return ignored(tx, command, task);
        }
        boolean wakes = word.unparks() && task.status() == TaskStatus.PARKED;
        boolean kept = wakes
                ? become(tx, task, TaskStatus.LIVE)
                : tx.tasks()
                        .become(
                                task.id(),
                                task.epoch(),
                                task.status(),
                                task.parking(),
                                clock.instant());
        if (!kept) {
            return lost(command, task);
        }
        tx.gates()
                .judge(new Verdict(
                        task.id(),
                        Verdict.PERSON,
                        head,
                        word.digest(),
                        word.runUnit(),
                        word.outcome(),
                        word.text(),
                        word.outcome() == Verdict.Outcome.RED ? List.of(word.text()) : List.of(),
                        0,
                        clock.instant()));
        return done(tx, command, task, Optional.empty());
    }

    private Store.Step<Edges.Moved> move(
            Tx tx, Command command, TaskSnapshot snapshot, Pipeline pipeline) {
        Task task = snapshot.task();
        if (command.stage() == null
                || !pipeline.has(command.stage())
                || task.status() == TaskStatus.CANCELLING
                || Decider.landed(snapshot)) {
            return ignored(tx, command, task);
        }
        if (mustUnlock(command, snapshot, pipeline)) {
            return become(tx, task, TaskStatus.LIVE)
                    ? done(tx, command, task, Optional.empty())
                    : lost(command, task);
        }
        return edges.move(tx, command.stage(), pipeline, task, command.actor());
    }

    /**
     * A paused or parked task cannot be owned, and settling needs an owner: it becomes LIVE first
     * and keeps the command.
     */
    private static boolean mustUnlock(Command command, TaskSnapshot snapshot, Pipeline pipeline) {
        return command.stage() != null
                && pipeline.has(command.stage())
                && !snapshot.task().status().ownable()
                && (DeployRule.underWay(snapshot).isPresent()
                        || snapshot.effects().stream()
                                .anyMatch(e -> e.state() == EffectState.INTENT));
    }

    private boolean become(Tx tx, Task task, TaskStatus status) {
        return tx.tasks().become(task.id(), task.epoch(), status, null, clock.instant());
    }

    private Store.Step<Edges.Moved> ignored(Tx tx, Command command, Task task) {
        if (!tx.tasks()
                .become(task.id(), task.epoch(), task.status(), task.parking(), clock.instant())) {
            return lost(command, task);
        }
        return write(tx, command, task, "ignored", Optional.empty());
    }

    private Store.Step<Edges.Moved> done(
            Tx tx, Command command, Task task, Optional<TaskId> nextHead) {
        return write(tx, command, task, "command", nextHead);
    }

    private Store.Step<Edges.Moved> write(
            Tx tx, Command command, Task task, String type, Optional<TaskId> nextHead) {
        Task now = tx.tasks().byId(task.id()).orElseThrow();
        String verb = command.kind().name().toLowerCase(Locale.ROOT);
        String data = verb
                + named(command.stage())
                + named(command.text())
                + (type.equals("ignored") ? ": the task is " + task.status() : "");
        Instant at = clock.instant();
        tx.outbox().post(now.id(), now.visit(), type, data, at);
        new History(tx, clock).transition(now, command.actor(), type, data);
        return Store.Step.commit(new Edges.Moved(now.epoch(), nextHead));
    }

    private static String named(@Nullable Object part) {
        return part == null ? "" : " " + part;
    }

    private static Store.Step<Edges.Moved> lost(Command command, Task task) {
        return Store.Step.lost(command.kind() + " " + task.key() + " at epoch " + task.epoch());
    }
}
