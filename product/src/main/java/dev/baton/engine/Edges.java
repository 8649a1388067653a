package dev.baton.engine;

import dev.baton.model.Decision;
import dev.baton.model.Effect;
import dev.baton.model.EffectKind.Witness;
import dev.baton.model.EffectState;
import dev.baton.model.Gate;
import dev.baton.model.JobKind;
import dev.baton.model.JobStatus;
import dev.baton.model.JournalEntry;
import dev.baton.model.Pipeline;
import dev.baton.model.Stage;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.store.Store;
import dev.baton.store.TaskWrites.Edge;
import dev.baton.store.Tx;
import dev.baton.store.WorkWrites.NewJob;
import dev.baton.store.WriteResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * COMMIT, RETURN, PARK and the closing of a stopped task: the transactions that change stage or
 * status. Each is one guarded UPDATE first, then the journal re-read under it, then everything that
 * belongs to the change, all or none.
 */
final class Edges {
    private final Store store;
    private final Records records;
    private final Aftermath aftermath;
    private final InstantSource clock;

    Edges(Store store, Records records, Aftermath aftermath, InstantSource clock) {
        this.store = store;
        this.records = records;
        this.aftermath = aftermath;
        this.clock = clock;
    }

    /**
     * What became of a change.
     *
     * @param nextHead a task that became head of a merge queue by it
     */
    record Moved(long epoch, Optional<TaskId> nextHead) {}

    WriteResult<Moved> advance(
            StageId to, Pipeline pipeline, Task seen, @Nullable Ownership own, String actor) {
        TaskStatus status = to.equals(StageId.DONE) ? TaskStatus.DONE : TaskStatus.LIVE;
        Change change = new Change(to, status, JobStatus.DONE, "committed", to.name());
        return enter(change, pipeline, seen, own, actor, Edges::refusesForward);
    }

    WriteResult<Moved> back(
            Decision.Return back,
            Pipeline pipeline,
            Task seen,
            @Nullable Ownership own,
            String actor) {
        StringBuilder data = new StringBuilder(back.to() + "\n" + back.why());
        back.findings().forEach(finding -> data.append('\n').append(finding));
        Change change = new Change(
                back.to(), TaskStatus.LIVE, JobStatus.CANCELLED, "returned", data.toString());
        return enter(change, pipeline, seen, own, actor, Edges::refusesBackward);
    }

    /** A person's move; the same guard as a return. */
    Store.Step<Moved> move(Tx tx, StageId to, Pipeline pipeline, Task seen, String actor) {
        Change change = new Change(to, TaskStatus.LIVE, JobStatus.CANCELLED, "moved", to.name());
        return enterIn(tx, change, pipeline, seen, true, actor, Edges::refusesBackward);
    }

    private record Change(
            StageId to, TaskStatus status, JobStatus jobs, String type, String data) {}

    /** Why the journal forbids a change; empty when it does not. */
    @FunctionalInterface
    private interface Veto {
        Optional<String> of(Tx tx, Task seen);
    }

    private WriteResult<Moved> enter(
            Change change,
            Pipeline pipeline,
            Task seen,
            @Nullable Ownership own,
            String actor,
            Veto veto) {
        return store.write(
                change.type(), tx -> enterIn(tx, change, pipeline, seen, own != null, actor, veto));
    }

    private Store.Step<Moved> enterIn(
            Tx tx,
            Change change,
            Pipeline pipeline,
            Task seen,
            boolean anyOwner,
            String actor,
            Veto veto) {
        Instant at = clock.instant();
        Edge edge = new Edge(seen.id(), seen.epoch(), seen.stage(), change.to());
        if (!tx.tasks().enter(edge, anyOwner, change.status(), at)) {
            return Store.Step.lost(change.type() + " " + seen.key() + " at " + seen.epoch());
        }
        Optional<String> refused = veto.of(tx, seen);
        if (refused.isPresent()) {
            return Store.Step.lost(refused.get());
        }
        aftermath.left(tx, seen, change.type() + " by " + actor, true);
        if (change.status() == TaskStatus.DONE) {
            aftermath.mended(tx, seen);
        }
        tx.work().endJobs(seen.id(), seen.visit(), change.jobs());
        Optional<TaskId> nextHead = tx.queue().leave(seen.id(), at);
        Task now = tx.tasks().byId(seen.id()).orElseThrow();
        if (pipeline.has(change.to())) {
            queueMainJob(tx, now, pipeline.stage(change.to()), at);
        }
        if (change.jobs() == JobStatus.DONE && pipeline.has(seen.stage())) {
            comment(tx, seen, pipeline.stage(seen.stage()), at);
        }
        tx.outbox().post(now.id(), now.visit(), "moved", seen.stage() + " -> " + now.stage(), at);
        new History(tx, clock).transition(now, actor, change.type(), change.data());
        return Store.Step.commit(new Moved(now.epoch(), nextHead));
    }

    /** The stage's last word, for the tracker; sent by whoever empties the outbox. */
    private static void comment(Tx tx, Task seen, Stage stage, Instant at) {
        if (!stage.effects().contains(Stage.StageEffect.COMMENT)) {
            return;
        }
        List<String> gates = stage.gates().stream().map(Gate::name).toList();
        tx.gates().verdicts(seen.id()).stream()
                .filter(verdict -> gates.contains(verdict.gate()))
                .reduce((older, newer) -> newer)
                .ifPresent(verdict -> tx.outbox()
                        .post(
                                seen.id(),
                                seen.visit(),
                                "comment",
                                stage.id() + ": " + verdict.summary(),
                                at));
    }

    private void queueMainJob(Tx tx, Task now, Stage stage, Instant at) {
        stage.mainRole()
                .ifPresent(role -> tx.work()
                        .queue(new NewJob(
                                now.id(),
                                now.visit(),
                                JobKind.AGENT,
                                role.name(),
                                null,
                                records.attempts(JobKind.AGENT, now, stage),
                                now.item().priority(),
                                at)));
    }

    private static Stream<JournalEntry> journal(Tx tx, Task seen) {
        return tx.effects().of(seen.id()).stream().filter(e -> e.key().visit() == seen.visit());
    }

    /**
     * A start in doubt does not count: its run was taken for lost when the data folder was taken
     * over, and nothing of it is ever consumed; what became of a deploy stands in its ledger.
     */
    private static Optional<String> refusesForward(Tx tx, Task seen) {
        return journal(tx, seen)
                .filter(e -> !e.state().settled())
                .filter(e -> !(e.key().kind().witness() == Witness.DATA_FOLDER
                        && e.state() == EffectState.IN_DOUBT))
                .findFirst()
                .map(e -> e.key() + " is " + e.state() + ": the stage cannot be left");
    }

    /** INTENT does not move the epoch, so a stale nudge could slip past the guard alone. */
    private static Optional<String> refusesBackward(Tx tx, Task seen) {
        return journal(tx, seen)
                .filter(e -> e.state() == EffectState.INTENT
                        || (e.effect() instanceof Effect.Merge
                                && e.state() == EffectState.CONFIRMED))
                .findFirst()
                .map(e -> e.key() + " is " + e.state() + ": there is no way back")
                .or(() -> deploys(tx, seen));
    }

    /**
     * A deployment is waited for; one that nobody knows the end of, or that is red, ends with the
     * person's word.
     */
    private static Optional<String> deploys(Tx tx, Task seen) {
        return tx.deployments().of(seen.id()).stream()
                .filter(d -> switch (d.state()) {
                    case INTENDED, STARTED, VERIFYING -> true;
                    case RED, HEALTHY, FAILED, ROLLED_BACK, CANCELLED, IN_DOUBT -> false;
                })
                .findFirst()
                .map(d -> d.deployId() + " is " + d.state() + ": it is waited for");
    }

    WriteResult<Moved> park(Decision.Park park, Task seen, String actor) {
        return store.write("park", tx -> {
            Instant at = clock.instant();
            if (!tx.tasks()
                    .become(seen.id(), seen.epoch(), TaskStatus.PARKED, park.parking(), at)) {
                return Store.Step.lost("park " + seen.key() + " at " + seen.epoch());
            }
            if (park.exhausted() != null) {
                tx.work().end(park.exhausted().id(), JobStatus.FAILED);
            }
            tx.work().takeBackGrants(seen.id());
            Optional<TaskId> nextHead = tx.queue().leave(seen.id(), at);
            Task now = tx.tasks().byId(seen.id()).orElseThrow();
            tx.outbox().post(now.id(), now.visit(), "parked", park.parking().why(), at);
            new History(tx, clock)
                    .transition(
                            now,
                            actor,
                            "parked",
                            park.parking().why() + " (waits for "
                                    + park.parking().who() + ")");
            return Store.Step.commit(new Moved(now.epoch(), nextHead));
        });
    }

    /** The end of a stopped task. */
    WriteResult<Moved> finish(Decision.Finish finish, Task seen, String actor) {
        return store.write("cancelled", tx -> {
            Instant at = clock.instant();
            if (!tx.tasks().become(seen.id(), seen.epoch(), TaskStatus.CANCELLED, null, at)) {
                return Store.Step.lost("cancel " + seen.key() + " at " + seen.epoch());
            }
            Optional<JournalEntry> open = tx.effects().of(seen.id()).stream()
                    .filter(e -> e.state() == EffectState.INTENT)
                    .findFirst();
            if (open.isPresent()) {
                return Store.Step.lost(open.get().key() + " is open: not cancelled yet");
            }
            Optional<String> deploying = deploys(tx, seen);
            if (deploying.isPresent()) {
                return Store.Step.lost(deploying.get());
            }
            aftermath.left(tx, seen, "the task was stopped", false);
            Optional<TaskId> nextHead = tx.queue().leave(seen.id(), at);
            Task now = tx.tasks().byId(seen.id()).orElseThrow();
            tx.outbox().post(now.id(), now.visit(), "cancelled", finish.summary(), at);
            new History(tx, clock).transition(now, actor, "cancelled", finish.summary());
            return Store.Step.commit(new Moved(now.epoch(), nextHead));
        });
    }
}
