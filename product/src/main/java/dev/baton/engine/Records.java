package dev.baton.engine;

import dev.baton.model.Decision;
import dev.baton.model.EvidenceRow;
import dev.baton.model.Gate;
import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.JobStatus;
import dev.baton.model.Judgement;
import dev.baton.model.QueuePlace;
import dev.baton.model.Run;
import dev.baton.model.Stage;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.Verdict;
import dev.baton.store.Tx;
import dev.baton.store.WorkWrites.NewJob;
import dev.baton.store.WriteResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The decisions within a stage that are one transaction: jobs, verdicts, the merge queue. */
final class Records {
    private final Guarded guarded;
    private final GateEvaluator gates;
    private final AgentLimits limits;
    private final Aftermath aftermath;
    private final InstantSource clock;

    Records(
            Guarded guarded,
            GateEvaluator gates,
            AgentLimits limits,
            Aftermath aftermath,
            InstantSource clock) {
        this.guarded = guarded;
        this.gates = gates;
        this.limits = limits;
        this.aftermath = aftermath;
        this.clock = clock;
    }

    WriteResult<Long> createJob(
            Decision.CreateJob job, Stage stage, Task seen, @Nullable Ownership own, String actor) {
        Instant runAfter = clock.instant().plus(job.delay());
        var line = new Guarded.Line("queued", job.name());
        return guarded.progress(seen, own, actor, line, (tx, now) -> {
            endOutdated(tx, now, job);
            tx.work()
                    .queue(new NewJob(
                            now.id(),
                            now.visit(),
                            job.kind(),
                            job.name(),
                            job.subject(),
                            attempts(job.kind(), now, stage),
                            now.item().priority(),
                            runAfter));
            return Optional.empty();
        });
    }

    /** A gate's job for a commit that is not the head any more: nobody waits for its answer. */
    private static void endOutdated(Tx tx, Task now, Decision.CreateJob job) {
        tx.work().jobs(now.id(), now.visit()).stream()
                .filter(older -> older.name().equals(job.name())
                        && !older.status().terminal()
                        && !Objects.equals(older.subject(), job.subject()))
                .forEach(older -> tx.work().end(older.id(), JobStatus.CANCELLED));
    }

    /** What was asked about the work that is done again: it would hold a slot for nothing. */
    static void endSiblings(Tx tx, Task now, Job again) {
        tx.work().jobs(now.id(), now.visit()).stream()
                .filter(job -> job.id() != again.id() && !job.status().terminal())
                .forEach(job -> tx.work().end(job.id(), JobStatus.CANCELLED));
    }

    /** The attempts of a new job: a gate is tried again by a new job. */
    int attempts(JobKind kind, Task task, Stage stage) {
        if (kind != JobKind.AGENT || stage.role() == null) {
            return 1;
        }
        Integer pinned = stage.attemptsMax();
        return pinned != null ? pinned : limits.attempts(task.project(), stage.role());
    }

    WriteResult<Long> retry(
            Decision.Retry retry, Task seen, @Nullable Ownership own, String actor) {
        Instant runAfter = clock.instant().plus(retry.delay());
        var line = new Guarded.Line("retry", retry.job().name() + ": " + retry.why());
        return guarded.progress(seen, own, actor, line, (tx, now) -> {
            tx.work()
                    .requeue(
                            retry.job().id(),
                            retry.charge() == Decision.Charge.ATTEMPT,
                            retry.charge() == Decision.Charge.MACHINE,
                            runAfter);
            if (retry.job().kind() == JobKind.AGENT) {
                endSiblings(tx, now, retry.job());
            }
            return Optional.empty();
        });
    }

    WriteResult<Long> withdraw(
            Decision.Withdraw withdraw, Task seen, @Nullable Ownership own, String actor) {
        var line = new Guarded.Line("withdrawn", withdraw.job().name() + ": " + withdraw.why());
        return guarded.progress(seen, own, actor, line, (tx, now) -> {
            tx.work().end(withdraw.job().id(), JobStatus.CANCELLED);
            return Optional.empty();
        });
    }

    WriteResult<Long> join(Task seen, @Nullable Ownership own, String actor) {
        var line = new Guarded.Line("joined-queue", "merge queue of " + seen.base());
        return guarded.progress(seen, own, actor, line, (tx, now) -> {
            tx.queue()
                    .join(new QueuePlace(
                            now.project(),
                            now.base(),
                            now.id(),
                            now.visit(),
                            now.item().priority(),
                            clock.instant(),
                            null));
            return Optional.empty();
        });
    }

    /**
     * To the tail. Jobs that wait for a slot are given up, so that no grant is spent on a task that
     * only waits; nothing of the visit runs, and nothing may still land.
     */
    WriteResult<Edges.Moved> stepBack(
            Decision.StepBack step, Task seen, @Nullable Ownership own, String actor) {
        QueuePlace place = step.place();
        var line = new Guarded.Line(
                "stepped-back",
                "to the tail of the merge queue of %s after %d min at its head, %d of %d times"
                        .formatted(
                                place.base(),
                                place.watched().atHead().toMinutes(),
                                place.watched().demotions() + 1,
                                LandingRule.DEMOTIONS_MAX));
        return giveUpHead(place, seen, own, actor, line, tx -> tx.queue().stepBack(place));
    }

    /** To where it stood before, once: the base is held, and who mends it is behind. */
    WriteResult<Edges.Moved> letPass(
            Decision.LetPass let, Task seen, @Nullable Ownership own, String actor) {
        QueuePlace place = let.place();
        var line = new Guarded.Line(
                "let-pass", "task " + let.passer() + " may land on the held " + place.base());
        return giveUpHead(place, seen, own, actor, line, tx -> tx.queue().letPass(place));
    }

    private WriteResult<Edges.Moved> giveUpHead(
            QueuePlace place,
            Task seen,
            @Nullable Ownership own,
            String actor,
            Guarded.Line line,
            Predicate<Tx> giveUp) {
        List<TaskId> next = new ArrayList<>();
        WriteResult<Long> result = guarded.progress(seen, own, actor, line, (tx, now) -> {
            if (tx.effects().of(now.id()).stream().anyMatch(LandingRule::openMerge)) {
                return Optional.of(now.key() + " may still land: it keeps its place");
            }
            if (!giveUp.test(tx)) {
                return Optional.of(now.key() + " is not that head any more");
            }
            tx.work().jobs(now.id(), now.visit()).stream()
                    .filter(job -> job.status() == JobStatus.QUEUED)
                    .forEach(job -> tx.work().end(job.id(), JobStatus.CANCELLED));
            tx.queue()
                    .promote(place.project(), place.base(), clock.instant())
                    .filter(head -> !head.equals(now.id()))
                    .ifPresent(next::add);
            return Optional.empty();
        });
        return switch (result) {
            case WriteResult.Committed<Long>(Long epoch) ->
                new WriteResult.Committed<>(new Edges.Moved(epoch, next.stream().findFirst()));
            case WriteResult.Lost<Long>(String why) -> new WriteResult.Lost<>(why);
            case WriteResult.Unknown<Long>(Throwable cause) -> new WriteResult.Unknown<>(cause);
        };
    }

    /** Judges from the evidence as stored when the verdict is written, and ends the gate's job. */
    WriteResult<Long> judge(
            Decision.Judge judge,
            List<EvidenceRow> evidence,
            Task seen,
            @Nullable Ownership own,
            String actor) {
        Judgement judgement = gates.judge(judge.gate(), judge.subject(), evidence);
        Verdict verdict = verdict(judge, judgement, seen);
        var line = new Guarded.Line(
                "verdict",
                "%s %s at %s: %s"
                        .formatted(
                                judge.gate().name(),
                                verdict.outcome().name().toLowerCase(Locale.ROOT),
                                judge.subject().abbreviated(),
                                verdict.summary()));
        return guarded.progress(seen, own, actor, line, (tx, now) -> {
            tx.gates().judge(verdict);
            if (judge.gate() instanceof Gate.CommandGate || judge.gate() instanceof Gate.Deploy) {
                endGateJob(tx, judge);
            }
            if (judge.gate() instanceof Gate.Deploy deploy && judge.runUnit() != null) {
                endRollback(tx, now, deploy);
                aftermath.judged(tx, now, judge.runUnit());
            }
            return Optional.empty();
        });
    }

    /** Whatever became of it: it is part of the answer now. */
    private static void endRollback(Tx tx, Task now, Gate.Deploy gate) {
        tx.work().jobs(now.id(), now.visit()).stream()
                .filter(job -> job.name().equals(gate.rollbackJobName())
                        && !job.status().terminal())
                .forEach(job -> tx.work().end(job.id(), JobStatus.DONE));
    }

    /** The ledger is the evidence: nothing has to be run for this answer. */
    WriteResult<Long> supersede(
            Decision.Supersede superseded, Task seen, @Nullable Ownership own, String actor) {
        String why = "superseded: " + DeployRule.superseded(superseded.by());
        var judge = new Decision.Judge(superseded.gate(), superseded.subject(), null);
        Verdict verdict = verdict(judge, new Judgement.Green(why), seen);
        var line = new Guarded.Line(
                "verdict",
                "%s green at %s: %s"
                        .formatted(
                                superseded.gate().name(), superseded.subject().abbreviated(), why));
        return guarded.progress(seen, own, actor, line, (tx, now) -> {
            tx.gates().judge(verdict);
            return Optional.empty();
        });
    }

    private static void endGateJob(Tx tx, Decision.Judge judge) {
        if (judge.runUnit() != null) {
            tx.work()
                    .run(judge.runUnit())
                    .map(Run::jobId)
                    .ifPresent(job -> tx.work().end(job, JobStatus.DONE));
        }
    }

    private Verdict verdict(Decision.Judge judge, Judgement judgement, Task task) {
        Verdict.Outcome outcome = switch (judgement) {
            case Judgement.Green green -> Verdict.Outcome.GREEN;
            case Judgement.Red red -> Verdict.Outcome.RED;
            case Judgement.Pending pending -> Verdict.Outcome.PENDING;
            case Judgement.Undecided undecided -> Verdict.Outcome.ERROR;
            case Judgement.Invalid invalid -> Verdict.Outcome.INVALID;
        };
        String summary = switch (judgement) {
            case Judgement.Green(String text) -> text;
            case Judgement.Red(String text, List<String> findings) -> text;
            case Judgement.Pending(String text, List<String> findings) -> text;
            case Judgement.Undecided(String text) -> text;
            case Judgement.Invalid(String text) -> text;
        };
        List<String> findings = switch (judgement) {
            case Judgement.Red red -> red.findings();
            case Judgement.Pending pending -> pending.findings();
            case Judgement.Green _, Judgement.Undecided _, Judgement.Invalid _ -> List.of();
        };
        return new Verdict(
                task.id(),
                judge.gate().name(),
                judge.subject(),
                GateDigest.of(judge.gate()),
                judge.runUnit(),
                outcome,
                summary,
                findings,
                0,
                clock.instant());
    }

    WriteResult<Long> await(Decision.Await await, Look look, String actor) {
        var line = new Guarded.Line("waiting", await.what());
        return guarded.record(look.task(), null, actor, line, (tx, now) -> {
            tx.tasks().await(now.id(), await, clock.instant());
            tx.looks().rested(now.id(), now.epoch(), look.restsAt(await));
            return Optional.empty();
        });
    }

    /**
     * The same wait, after a look that something was told for: nothing about the task changes, so
     * its epoch does not either. Where nobody knows whether it was written, the scan looks again.
     *
     * @return false if the task moved on meanwhile
     */
    boolean rested(Decision.Await await, Look look) {
        Task task = look.task();
        return !(guarded.aside(
                        "rested",
                        tx -> tx.looks().rested(task.id(), task.epoch(), look.restsAt(await)))
                instanceof WriteResult.Lost);
    }

    /** Of a task that is over nothing is waited for. */
    void forget(Look look) {
        if (!look.before().marks().isEmpty()) {
            guarded.aside("forget", tx -> {
                tx.looks().forget(look.task().id());
                return true;
            });
        }
    }
}
