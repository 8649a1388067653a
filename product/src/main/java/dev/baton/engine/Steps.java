package dev.baton.engine;

import dev.baton.model.Decision;
import dev.baton.model.Deployment;
import dev.baton.model.DeploymentState;
import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.EvidenceRow;
import dev.baton.model.FailureCode;
import dev.baton.model.Gate;
import dev.baton.model.Hold;
import dev.baton.model.JobKind;
import dev.baton.model.JournalEntry;
import dev.baton.model.Parking;
import dev.baton.model.Pipeline;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.Stage;
import dev.baton.model.Task;
import dev.baton.model.TaskSnapshot;
import dev.baton.model.TransientFailure;
import dev.baton.store.DeploymentWrites.NewDeployment;
import dev.baton.store.Tx;
import dev.baton.store.WorkWrites.NewRun;
import dev.baton.store.WriteResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The decisions that touch something outside; each ends in one write by the owner. */
final class Steps {
    private final Guarded guarded;
    private final Journal journal;
    private final Hands hands;
    private final Edges edges;
    private final Turns turns;
    private final InstantSource clock;

    Steps(
            Guarded guarded,
            Journal journal,
            Hands hands,
            Edges edges,
            Turns turns,
            InstantSource clock) {
        this.guarded = guarded;
        this.journal = journal;
        this.hands = hands;
        this.edges = edges;
        this.turns = turns;
        this.clock = clock;
    }

    WriteResult<?> perform(
            Decision.Owned decision, Ownership own, TaskSnapshot snapshot, Pipeline pipeline) {
        Task task = snapshot.task();
        return switch (decision) {
            case Decision.Perform(Effect effect) -> effect(own, snapshot, effect);
            case Decision.StartRun start -> start(own, snapshot, pipeline, start);
            case Decision.Settle(JournalEntry entry) -> journal.settle(own, task, entry);
            case Decision.StopRun stop -> stop(own, task, stop);
            case Decision.Collect(Run run) -> collect(own, task, pipeline, run);
            case Decision.BuildCandidate(int n) -> build(own, task, pipeline, n);
        };
    }

    /** Bound on one step, for the registry; the hands keep their own. */
    static Duration timeout(Decision.Owned decision) {
        return switch (decision) {
            case Decision.Perform(Effect effect) -> effect.kind().timeout();
            case Decision.StartRun start -> start.effect().kind().timeout();
            case Decision.Settle(JournalEntry entry) -> entry.key().kind().timeout();
            case Decision.StopRun stop -> Duration.ofSeconds(30);
            case Decision.Collect collect -> Duration.ofMinutes(5);
            case Decision.BuildCandidate build -> Duration.ofMinutes(5);
        };
    }

    private WriteResult<Long> effect(Ownership own, TaskSnapshot snapshot, Effect effect) {
        Optional<JournalEntry> entry = entry(snapshot, effect);
        return entry.isPresent()
                ? journal.carryOut(own, snapshot.task(), entry.get())
                : journal.intend(
                        own, snapshot.task(), effect, (tx, now) -> forbidden(tx, now, effect));
    }

    /** Between the snapshot and the intent somebody may have held the base. */
    private Optional<String> forbidden(Tx tx, Task now, Effect effect) {
        if (!(effect instanceof Effect.Merge)) {
            return Optional.empty();
        }
        // The turn first: its row lock makes a hold that is being placed wait, or be seen.
        if (!turns.guard(tx, now)) {
            return Optional.of(now.key() + " lost its turn to land on " + now.base());
        }
        return tx.holds().active(Hold.Kind.BASE, now.project(), now.base()).stream()
                .filter(hold -> !hold.lets(now.id()))
                .findFirst()
                .map(hold -> LandingRule.held(hold).what());
    }

    private static Optional<JournalEntry> entry(TaskSnapshot snapshot, Effect effect) {
        var key = effect.key(snapshot.task().id(), snapshot.task().visit());
        return snapshot.effects().stream().filter(e -> e.key().equals(key)).findFirst();
    }

    /**
     * What became of a start whose intent was there before.
     *
     * @param unit the run, which is alive or has been, unless its start was poisoned
     */
    record Started(String unit) {}

    private WriteResult<?> start(
            Ownership own, TaskSnapshot snapshot, Pipeline pipeline, Decision.StartRun decision) {
        Optional<JournalEntry> entry = entry(snapshot, decision.effect());
        if (entry.isPresent()) {
            WriteResult<Long> result = journal.carryOut(own, snapshot.task(), entry.get());
            return result instanceof WriteResult.Committed<Long>
                    ? new WriteResult.Committed<>(new Started(decision.effect().unit()))
                    : result;
        }
        Task task = snapshot.task();
        Duration limit = limit(pipeline.stage(task.stage()), decision, task);
        Effect.Starts start = decision.effect();
        return journal.intend(own, task, start, (tx, now) -> {
            tx.work()
                    .intend(
                            decision.job(),
                            new NewRun(
                                    start.ordinal(),
                                    start.unit(),
                                    limit,
                                    now.head(),
                                    clock.instant()));
            return start instanceof Effect.Deploy deploy
                    ? ledger(tx, now, deploy)
                    : Optional.empty();
        });
    }

    /** Takes the environment, or says that somebody else has it, or keeps it still, by now. */
    private Optional<String> ledger(Tx tx, Task now, Effect.Deploy deploy) {
        boolean taken = tx.deployments()
                .intend(new NewDeployment(
                        now.project(),
                        deploy.environment(),
                        deploy.n(),
                        now.id(),
                        now.visit(),
                        deploy.sha(),
                        deploy.rollsBack(),
                        deploy.unit(),
                        clock.instant()));
        if (!taken) {
            return Optional.of("environment " + deploy.environment() + " was taken by another");
        }
        return deploy.rollsBack() != null ? Optional.empty() : held(tx, now, deploy.environment());
    }

    /** After the number is taken: its row lock makes a hold being placed wait, or be seen. */
    private static Optional<String> held(Tx tx, Task now, String environment) {
        return tx.holds().active(Hold.Kind.ENVIRONMENT, now.project(), environment).stream()
                .filter(hold -> !hold.lets(now.id()))
                .findFirst()
                .map(hold -> DeployRule.held(hold).what());
    }

    private Duration limit(Stage stage, Decision.StartRun decision, Task task) {
        if (decision.job().kind() == JobKind.AGENT && stage.role() != null) {
            return hands.limits().timeout(task.project(), stage.role());
        }
        if (decision.effect() instanceof Effect.Deploy deploy) {
            return hands.deploys().timeout(task.project(), deploy.environment());
        }
        return stage.gates().stream()
                .filter(gate -> gate.name().equals(decision.job().name()))
                .filter(Gate.CommandGate.class::isInstance)
                .map(gate -> ((Gate.CommandGate) gate).timeout())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(task.key() + ": job "
                        + decision.job().name() + " belongs to no role or gate of stage "
                        + stage.id()));
    }

    private WriteResult<?> stop(Ownership own, Task task, Decision.StopRun stop) {
        Run run = stop.run();
        return switch (hands.launcher().stop(run)) {
            case Launcher.Dead dead -> ended(own, task, run, stop.as(), null, stop.why());
            case Launcher.Ended(int code) ->
                ended(own, task, run, RunState.EXITED, code, "ended before it was stopped");
            case Launcher.Alive(String why) ->
                throw new TransientFailure(
                        FailureCode.PROCESS,
                        run.unit() + ": expected every process gone, found " + why
                                + "; it is stopped again");
        };
    }

    private WriteResult<Long> ended(
            Ownership own, Task task, Run run, RunState as, @Nullable Integer code, String why) {
        var line = new Guarded.Line("run-ended", run.unit() + " " + as + ": " + why);
        return guarded.progress(task, own, own.activity().actor(), line, (tx, now) -> {
            tx.work().ended(run.unit(), as, code, why, clock.instant());
            return Optional.empty();
        });
    }

    private WriteResult<Long> collect(Ownership own, Task task, Pipeline pipeline, Run run) {
        Collector.Collected found =
                hands.collector().collect(task, pipeline.stage(task.stage()), run);
        String head = found.head() == null ? "" : ", head " + found.head().abbreviated();
        String code = run.exitCode() == null ? "" : " " + run.exitCode();
        String refused = found.refused();
        String but = refused == null ? "" : ", refused: " + refused;
        var line =
                new Guarded.Line("run-ended", run.unit() + " " + run.state() + code + head + but);
        return guarded.progress(task, own, own.activity().actor(), line, (tx, now) -> {
            if (refused != null) {
                tx.work().refused(run.unit(), refused);
            }
            if (!tx.work().consume(run.unit(), found.head())) {
                return Optional.of(run.unit() + " was consumed already");
            }
            keep(tx, now, run, found);
            if (run.kind() == JobKind.DEPLOY) {
                ledger(tx, run, found.evidence());
            }
            return Optional.empty();
        });
    }

    /** INTENDED too: a start may be in doubt, and then its run is over without one. */
    private void ledger(Tx tx, Run run, List<Collector.Named> evidence) {
        Deployment line = tx.deployments()
                .byUnit(run.unit())
                .orElseThrow(() -> new IllegalStateException(
                        run.unit() + ": expected a line of the deploy ledger, found none"));
        DeployRule.Outcome outcome = DeployRule.outcome(run, line, evidence);
        boolean written = Stream.of(DeploymentState.STARTED, DeploymentState.INTENDED)
                .anyMatch(from -> tx.deployments()
                        .becomes(
                                run.unit(),
                                from,
                                outcome.state(),
                                outcome.found(),
                                clock.instant()));
        if (!written) {
            throw new IllegalStateException(run.unit()
                    + ": expected a deployment that was begun in the ledger, found another");
        }
    }

    private void keep(Tx tx, Task now, Run run, Collector.Collected found) {
        for (Collector.Named named : found.evidence()) {
            tx.gates()
                    .keep(new EvidenceRow(
                            now.id(),
                            named.name(),
                            named.subject(),
                            run.unit(),
                            named.evidence(),
                            clock.instant()));
        }
        if (found.head() != null && found.baseSha() != null) {
            tx.tasks().head(now.id(), found.head(), found.baseSha());
        }
    }

    private WriteResult<?> build(Ownership own, Task task, Pipeline pipeline, int n) {
        return switch (hands.candidates().build(task, n, pipeline)) {
            case CandidateBuilder.AlreadyLanded(var baseSha) ->
                edges.park(
                        new Decision.Park(
                                new Parking(
                                        Decider.author(task),
                                        task.base() + " at " + baseSha.abbreviated()
                                                + " already contains the head: somebody else"
                                                + " landed it; stop the task or move it back"),
                                null),
                        task,
                        own.activity().actor());
            case CandidateBuilder.Candidate(var candidate) -> {
                String sha = candidate.sha() == null
                        ? candidate.obstacle()
                        : candidate.sha().abbreviated() + " on "
                                + candidate.baseSha().abbreviated();
                var line = new Guarded.Line("candidate", n + ": " + sha);
                yield guarded.progress(task, own, own.activity().actor(), line, (tx, now) -> {
                    Optional<String> open = earlier(tx, now);
                    if (open.isEmpty()) {
                        tx.gates().candidate(candidate);
                        tx.queue().built(now.id(), now.visit());
                    }
                    return open;
                });
            }
        };
    }

    /**
     * No new candidate while an earlier one could still land, or has in this visit. One that landed
     * in an earlier visit is part of the base by now: its task was sent back afterwards.
     */
    private static Optional<String> earlier(Tx tx, Task now) {
        return tx.effects().of(now.id()).stream()
                .filter(e -> e.effect() instanceof Effect.Merge)
                .filter(e -> !e.state().settled()
                        || (e.state() == EffectState.CONFIRMED && e.key().visit() == now.visit()))
                .findFirst()
                .map(e -> e.key() + " is " + e.state() + ": no other candidate now");
    }
}
