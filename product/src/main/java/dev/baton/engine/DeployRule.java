package dev.baton.engine;

import dev.baton.model.Decision;
import dev.baton.model.DeployAnswer;
import dev.baton.model.Deployment;
import dev.baton.model.DeploymentState;
import dev.baton.model.Effect;
import dev.baton.model.EnvironmentRules;
import dev.baton.model.EnvironmentState;
import dev.baton.model.Evidence;
import dev.baton.model.Gate;
import dev.baton.model.Hold;
import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.JobStatus;
import dev.baton.model.Parking;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.Sha;
import dev.baton.model.TaskSnapshot;
import dev.baton.model.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A commit into an environment: one deployment at a time there, never ended by force, never started
 * again by machine while somebody may still be deploying.
 */
final class DeployRule {
    private DeployRule() {}

    /**
     * Empty when the commit is healthy in the environment. Whatever is waited for on the way there,
     * another task or a person may end it: by a hold, or by what they deploy.
     */
    static Optional<Decision> next(StageView view, Gate.Deploy gate, Sha sha) {
        return decide(view, gate, sha)
                .map(next -> next instanceof Decision.Await await ? await.endedByOthers() : next);
    }

    private static Optional<Decision> decide(StageView view, Gate.Deploy gate, Sha sha) {
        List<Verdict> verdicts = view.verdicts(gate, sha);
        if (!verdicts.isEmpty() && verdicts.getLast().outcome() == Verdict.Outcome.GREEN) {
            return Optional.empty();
        }
        Job job = view.job(gate.jobName(), sha).orElse(null);
        Deployment newer = newer(view, gate, sha);
        if (job != null && !job.status().terminal()) {
            return Optional.of(
                    newer != null && job.status() == JobStatus.QUEUED
                            ? new Decision.Withdraw(job, superseded(newer))
                            : live(view, gate, sha, job));
        }
        if (newer != null) {
            return Optional.of(new Decision.Supersede(gate, sha, newer));
        }
        return Optional.of(ofThisVisit(view, verdicts)
                .map(verdict -> answer(view, gate, verdict))
                .orElseGet(() -> begin(view, gate, sha)));
    }

    private static Decision answer(StageView view, Gate.Deploy gate, Verdict verdict) {
        return Optional.ofNullable(verdict.runUnit())
                .flatMap(unit -> deployment(view.snapshot(), unit))
                .flatMap(red -> RollbackRule.broken(view, red))
                .orElseGet(() -> GateRule.answer(view, gate, verdict));
    }

    /**
     * What this visit began to deploy is seen through first, also by who lost its place in the
     * merge queue meanwhile: it has the environment, and who is the head may wait for that.
     */
    static Optional<Decision> unfinished(StageView view) {
        return view.stage().gates().stream()
                .filter(Gate.Deploy.class::isInstance)
                .map(Gate.Deploy.class::cast)
                .flatMap(gate -> view.snapshot().deployments().stream()
                        .filter(d -> d.visit() == view.task().visit()
                                && d.environment().equals(gate.environment())
                                && d.rollsBack() == null
                                && !d.state().finished())
                        .flatMap(d -> next(view, gate, d.sha()).stream()))
                .findFirst();
    }

    /** An environment never goes back to what is older than what it is healthy with. */
    private static @Nullable Deployment newer(StageView view, Gate.Deploy gate, Sha sha) {
        boolean landed = view.merged().filter(sha::equals).isPresent();
        return view.snapshot().superseding().stream()
                .filter(d -> landed && d.environment().equals(gate.environment()))
                .findFirst()
                .orElse(null);
    }

    static String superseded(Deployment by) {
        return "environment " + by.environment() + " is healthy with "
                + by.sha().abbreviated() + " of " + by.taskKey() + " (" + by.deployId()
                + "), which landed later";
    }

    /** A person who sends a task here again wants another deployment, not the old answer. */
    private static Optional<Verdict> ofThisVisit(StageView view, List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(verdict -> view.snapshot().deployments().stream()
                        .anyMatch(d -> d.visit() == view.task().visit()
                                && d.unit().equals(verdict.runUnit())))
                .reduce((older, newer) -> newer);
    }

    private static Decision begin(StageView view, Gate.Deploy gate, Sha sha) {
        Deployment open = open(view, gate.environment());
        if (open != null
                && open.task().equals(view.task().id())
                && open.state() == DeploymentState.IN_DOUBT) {
            return inDoubt(view, open, null);
        }
        return closed(view, gate.environment())
                .<Decision>map(await -> await)
                .orElseGet(() ->
                        new Decision.CreateJob(JobKind.DEPLOY, gate.jobName(), sha, Duration.ZERO));
    }

    /** What keeps a new deployment out of an environment: another one, a hold, the hour. */
    static Optional<Decision.Await> closed(StageView view, String environment) {
        Deployment open = open(view, environment);
        if (open != null) {
            return Optional.of(Decision.Await.of(taken(open)));
        }
        return view.snapshot().environmentHolds().stream()
                .filter(hold -> hold.name().equals(environment))
                .findFirst()
                .map(DeployRule::held)
                .or(() -> view.rules(environment).flatMap(DeployRule::outsideItsWindows));
    }

    static Decision.Await held(Hold hold) {
        return new Decision.Await(
                "environment %s is held by %s: %s".formatted(hold.name(), hold.by(), hold.why()),
                null,
                LandingRule.releaser(hold));
    }

    private static Optional<Decision.Await> outsideItsWindows(EnvironmentRules rules) {
        return Optional.ofNullable(rules.opensAt())
                .map(opens -> new Decision.Await(
                        "environment " + rules.environment() + ": its next deploy window",
                        opens,
                        null));
    }

    private static Decision live(StageView view, Gate.Deploy gate, Sha sha, Job job) {
        if (job.status() == JobStatus.QUEUED) {
            Optional<Decision.Await> closed = closed(view, gate.environment());
            if (closed.isPresent()) {
                return new Decision.Withdraw(job, closed.get().what());
            }
        }
        return RunRule.next(view, job).orElseGet(() -> ended(view, gate, sha, job));
    }

    private static Decision ended(StageView view, Gate.Deploy gate, Sha sha, Job job) {
        Run run = view.lastRun(job).orElseThrow();
        Deployment deployment = deployment(view.snapshot(), run.unit())
                .orElseThrow(() -> new IllegalStateException(
                        run.unit() + ": expected a line of the deploy ledger, found none"));
        return switch (deployment.state()) {
            case VERIFYING -> Decision.Await.of(verified(deployment));
            case RED ->
                RollbackRule.next(view, gate, deployment)
                        .orElseGet(() -> new Decision.Judge(gate, sha, run.unit()));
            case HEALTHY, FAILED, ROLLED_BACK -> new Decision.Judge(gate, sha, run.unit());
            case IN_DOUBT -> inDoubt(view, deployment, job);
            case INTENDED, STARTED, CANCELLED ->
                throw new IllegalStateException(deployment.deployId() + ": expected a deployment"
                        + " whose run was taken, found " + deployment.state());
        };
    }

    private static Decision inDoubt(StageView view, Deployment deployment, @Nullable Job job) {
        String why = "environment " + deployment.environment()
                + ": nobody can say what became of " + deployment.deployId() + " ("
                + deployment.found() + "). Look at it; retry deploys anew";
        return new Decision.Park(new Parking(Decider.author(view.task()), why), job);
    }

    private static String taken(Deployment open) {
        return "environment " + open.environment() + ": "
                + switch (open.state()) {
                    case IN_DOUBT ->
                        "nobody can say what became of the deploy of " + open.taskKey();
                    case RED -> open.deployId() + " of " + open.taskKey() + " is red";
                    case INTENDED, STARTED, VERIFYING, HEALTHY, FAILED, ROLLED_BACK, CANCELLED ->
                        open.taskKey() + " deploys";
                };
    }

    static String verified(Deployment deployment) {
        return "environment " + deployment.environment() + " to be healthy with "
                + deployment.sha().abbreviated() + " (" + deployment.deployId() + ")";
    }

    /** What a granted job of this kind starts. */
    static Effect.Deploy start(StageView view, Job job, String unit, int ordinal) {
        Gate.Deploy gate = view.stage().gates().stream()
                .filter(Gate.Deploy.class::isInstance)
                .map(Gate.Deploy.class::cast)
                .filter(deploy -> deploy.jobName().equals(job.name())
                        || deploy.rollbackJobName().equals(job.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(view.task().key() + ": job "
                        + job.name() + " belongs to no deploy gate of stage "
                        + view.stage().id()));
        Sha sha = job.subject();
        if (sha == null) {
            throw new IllegalStateException(
                    unit + ": expected the commit to be deployed, found none");
        }
        int last =
                view.environment(gate.environment()).map(EnvironmentState::last).orElse(0);
        return new Effect.Deploy(
                unit,
                job.name(),
                ordinal,
                gate.environment(),
                sha,
                last + 1,
                job.name().equals(gate.rollbackJobName()) ? redIn(view, gate) : null);
    }

    private static int redIn(StageView view, Gate.Deploy gate) {
        return view.snapshot().deployments().stream()
                .filter(d -> d.environment().equals(gate.environment())
                        && d.state() == DeploymentState.RED)
                .findFirst()
                .map(Deployment::n)
                .orElseThrow(() -> new IllegalStateException(view.task().key() + ": job "
                        + gate.rollbackJobName() + ": expected a red deployment to take back,"
                        + " found none"));
    }

    /** What has to be waited for before the task may be sent elsewhere or closed. */
    static Optional<Decision> underWay(TaskSnapshot s) {
        return s.runs().stream()
                .filter(run -> run.kind() == JobKind.DEPLOY)
                .flatMap(run -> ending(run).stream())
                .findFirst()
                .or(() -> s.deployments().stream()
                        .filter(d -> d.state() == DeploymentState.VERIFYING)
                        .findFirst()
                        .map(d -> Decision.Await.of(verified(d))));
    }

    private static Optional<Decision> ending(Run run) {
        return switch (run.state()) {
            case INTENDED, RUNNING ->
                Optional.of(Decision.Await.of(
                        "run " + run.unit() + " to end: a deploy is never ended by force"));
            case EXITED, LOST, LOST_INFRA, TIMED_OUT, KILLED, IN_DOUBT ->
                run.consumed() ? Optional.empty() : Optional.of(new Decision.Collect(run));
            case SUPERSEDED, CANCELLED -> Optional.empty();
        };
    }

    /** A state of the ledger and why. */
    record Outcome(DeploymentState state, String found) {}

    /** What the ledger says once the run of that line is over. */
    static Outcome outcome(Run run, Deployment line, List<Collector.Named> evidence) {
        if (run.state() == RunState.EXITED) {
            Integer code = run.exitCode();
            return code != null && code == 0
                    ? new Outcome(DeploymentState.VERIFYING, "exit code 0")
                    : new Outcome(line.whenRed(), "expected exit code 0, found " + code);
        }
        String seen = run.state() + ": " + run.reason();
        return evidence.stream()
                .map(Collector.Named::evidence)
                .filter(Evidence.DeployStatus.class::isInstance)
                .map(Evidence.DeployStatus.class::cast)
                .findFirst()
                .map(status -> answered(status, line, seen))
                .orElseGet(() -> new Outcome(DeploymentState.IN_DOUBT, seen));
    }

    private static Outcome answered(Evidence.DeployStatus status, Deployment line, String seen) {
        String found = seen + "; " + status.said();
        return new Outcome(
                switch (status.answer()) {
                    case DeployAnswer.HEALTHY -> DeploymentState.VERIFYING;
                    case DeployAnswer.FAILED -> line.whenRed();
                    case DeployAnswer.RUNNING, DeployAnswer.ABSENT, DeployAnswer.UNKNOWN ->
                        DeploymentState.IN_DOUBT;
                },
                found);
    }

    private static @Nullable Deployment open(StageView view, String environment) {
        return view.environment(environment).map(EnvironmentState::open).orElse(null);
    }

    static Optional<Deployment> deployment(TaskSnapshot s, String unit) {
        return s.deployments().stream().filter(d -> d.unit().equals(unit)).findFirst();
    }
}
