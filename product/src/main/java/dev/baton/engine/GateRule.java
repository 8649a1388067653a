package dev.baton.engine;

import dev.baton.model.Decision;
import dev.baton.model.Gate;
import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.Run;
import dev.baton.model.Sha;
import dev.baton.model.Verdict;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The gates in order, each until it is green or something else has to happen first. */
final class GateRule {
    /** So often a gate that cannot be judged is tried before the task is parked. */
    static final int ERRORS_MAX = 3;

    private GateRule() {}

    /** Empty when every gate is green. */
    static Optional<Decision> next(StageView view) {
        for (Gate gate : view.stage().gates()) {
            Optional<Decision> decision = switch (gate.subject()) {
                case HEAD -> gate(view, gate, head(view));
                case MERGE ->
                    LandingRule.candidate(view).or(() -> gate(view, gate, LandingRule.built(view)));
                case ENVIRONMENT ->
                    view.merged()
                            .map(merged -> gate(view, gate, merged))
                            .orElseGet(() -> Optional.of(nothingLanded(view, gate)));
            };
            if (decision.isPresent()) {
                return decision;
            }
        }
        return view.stage().landing() ? LandingRule.candidate(view) : Optional.empty();
    }

    private static Sha head(StageView view) {
        Sha head = view.task().head();
        if (head == null) {
            throw new IllegalStateException(
                    view.task().key() + ": stage " + view.task().stage()
                            + ": expected a collected head before its gates, found none");
        }
        return head;
    }

    private static Decision nothingLanded(StageView view, Gate gate) {
        return Decision.Park.because(
                Decider.author(view.task()),
                gate.name() + ": expected a merged commit of this task, found none");
    }

    private static Optional<Decision> gate(StageView view, Gate gate, Sha subject) {
        return switch (gate) {
            case Gate.Approval approval -> approval(view);
            case Gate.ProtectedPaths paths -> ProtectedRule.next(view, paths, subject);
            case Gate.Hygiene hygiene -> hygiene(view, hygiene, subject);
            case Gate.Deploy deploy -> DeployRule.next(view, deploy, subject);
            case Gate.CommandGate command -> {
                List<Verdict> verdicts = view.verdicts(gate, subject);
                yield green(verdicts)
                        ? Optional.empty()
                        : Optional.of(byCommand(view, command, subject, verdicts));
            }
            case Gate.NotEmpty _, Gate.VerdictFile _, Gate.Artifact _ -> {
                List<Verdict> verdicts = view.verdicts(gate, subject);
                yield green(verdicts)
                        ? Optional.empty()
                        : Optional.of(byEvidence(view, gate, subject, verdicts));
            }
        };
    }

    private static boolean green(List<Verdict> verdicts) {
        return !verdicts.isEmpty() && verdicts.getLast().outcome() == Verdict.Outcome.GREEN;
    }

    /** A no has been obeyed before the gates are asked. */
    private static Optional<Decision> approval(StageView view) {
        return view.personVerdict().isPresent()
                ? Optional.empty()
                : Optional.of(new Decision.Await(
                        "approval of " + head(view).abbreviated(),
                        null,
                        Decider.author(view.task())));
    }

    private static Decision byEvidence(
            StageView view, Gate gate, Sha subject, List<Verdict> verdicts) {
        if (verdicts.isEmpty()) {
            Run main = view.mainRun();
            return new Decision.Judge(gate, subject, main == null ? null : main.unit());
        }
        return answer(view, gate, verdicts.getLast());
    }

    /** What the machine could not answer is asked again, a few times. */
    private static Optional<Decision> hygiene(StageView view, Gate.Hygiene gate, Sha subject) {
        List<Verdict> verdicts = view.verdicts(gate, subject);
        if (green(verdicts)) {
            return Optional.empty();
        }
        long errors = count(verdicts, Verdict.Outcome.ERROR);
        boolean ask = verdicts.isEmpty()
                || (verdicts.getLast().outcome() == Verdict.Outcome.ERROR && errors < ERRORS_MAX);
        return Optional.of(
                ask
                        ? byEvidence(view, gate, subject, List.of())
                        : answer(view, gate, verdicts.getLast()));
    }

    private static Decision byCommand(
            StageView view, Gate.CommandGate gate, Sha subject, List<Verdict> verdicts) {
        Job job = view.job(gate.name(), subject).orElse(null);
        if (job != null && !job.status().terminal()) {
            return RunRule.next(view, job)
                    .orElseGet(() -> new Decision.Judge(
                            gate, subject, view.lastRun(job).map(Run::unit).orElse(null)));
        }
        Optional<Run> outdated = runOfAnotherCommit(view, gate, subject);
        if (outdated.isPresent()) {
            return Decider.leftOver(view.snapshot(), outdated.get(), "the head has moved");
        }
        if (verdicts.isEmpty()) {
            return create(gate, subject, Duration.ZERO);
        }
        Verdict last = verdicts.getLast();
        long errors = count(verdicts, Verdict.Outcome.ERROR);
        if (last.outcome() == Verdict.Outcome.ERROR && errors < ERRORS_MAX) {
            return create(gate, subject, RunRule.backoff(errors + 1));
        }
        if (last.outcome() == Verdict.Outcome.RED
                && count(verdicts, Verdict.Outcome.RED) <= gate.retries()) {
            return create(gate, subject, Duration.ZERO);
        }
        return answer(view, gate, last);
    }

    private static Optional<Run> runOfAnotherCommit(StageView view, Gate gate, Sha subject) {
        return view.job(gate.name())
                .filter(job -> !job.status().terminal() && !subject.equals(job.subject()))
                .flatMap(view::lastRun)
                .filter(run -> !run.state().terminal());
    }

    private static Decision create(Gate gate, Sha subject, Duration delay) {
        return new Decision.CreateJob(JobKind.GATE, gate.name(), subject, delay);
    }

    private static long count(List<Verdict> verdicts, Verdict.Outcome outcome) {
        return verdicts.stream().filter(v -> v.outcome() == outcome).count();
    }

    static Decision answer(StageView view, Gate gate, Verdict verdict) {
        String why = gate.name() + ": " + verdict.summary();
        return switch (verdict.outcome()) {
            case GREEN -> throw new IllegalStateException("green is no reason to stop: " + why);
            case RED -> RedRule.red(view, why, verdict.findings());
            case INVALID -> RedRule.failedAttempt(view, why);
            case PENDING -> Decision.Await.of(why);
            case ERROR ->
                Decision.Park.because(Decider.author(view.task()), "cannot be judged: " + why);
        };
    }
}
