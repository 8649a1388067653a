package dev.baton.engine;

import dev.baton.model.Decision;
import dev.baton.model.Deployment;
import dev.baton.model.DeploymentState;
import dev.baton.model.EnvironmentRules;
import dev.baton.model.Gate;
import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.Sha;
import dev.baton.model.TaskSnapshot;

import java.time.Duration;
import java.util.Optional;

/**
 * After a red deployment: what was healthy before is deployed again and verified again, by the same
 * path, once. Neither a hold nor a closed window keeps it waiting, since it began before them.
 */
final class RollbackRule {
    private RollbackRule() {}

    /** Empty when there is nothing to bring back, or it is known what became of it. */
    static Optional<Decision> next(StageView view, Gate.Deploy gate, Deployment red) {
        Sha healthy = red.previous();
        if (healthy == null || healthy.equals(red.sha()) || !possible(view, gate)) {
            return Optional.empty();
        }
        Deployment rollback = of(view.snapshot(), red).orElse(null);
        if (rollback != null) {
            switch (rollback.state()) {
                case HEALTHY, FAILED, IN_DOUBT, RED, ROLLED_BACK -> {
                    return Optional.empty();
                }
                case VERIFYING -> {
                    return Optional.of(Decision.Await.of(DeployRule.verified(rollback)));
                }
                case INTENDED, STARTED, CANCELLED -> {}
            }
        }
        return Optional.of(view.job(gate.rollbackJobName(), healthy)
                .filter(job -> !job.status().terminal())
                .map(job -> live(view, job))
                .orElseGet(() -> begin(gate, healthy)));
    }

    private static boolean possible(StageView view, Gate.Deploy gate) {
        return view.rules(gate.environment())
                .filter(EnvironmentRules::rollsBack)
                .isPresent();
    }

    private static Decision begin(Gate.Deploy gate, Sha healthy) {
        return new Decision.CreateJob(
                JobKind.DEPLOY, gate.rollbackJobName(), healthy, Duration.ZERO);
    }

    private static Decision live(StageView view, Job job) {
        return RunRule.next(view, job)
                .orElseThrow(() -> new IllegalStateException(
                        view.task().key() + ": job " + job.id() + " (" + job.name()
                                + "): expected a rollback that is over to be in the ledger"));
    }

    /** The last deployment that takes back the red one, unless its start never happened. */
    static Optional<Deployment> of(TaskSnapshot s, Deployment red) {
        return s.deployments().stream()
                .filter(d -> d.takesBack(red) && d.state() != DeploymentState.CANCELLED)
                .reduce((older, newer) -> newer);
    }

    /** Parks where what was tried in this visit left the environment broken. */
    static Optional<Decision> broken(StageView view, Deployment red) {
        return of(view.snapshot(), red)
                .filter(rollback -> rollback.state() == DeploymentState.FAILED)
                .map(rollback -> Decision.Park.because(
                        Decider.author(view.task()),
                        "environment " + red.environment() + " is broken: " + red.deployId()
                                + " is red, and its rollback " + words(rollback)
                                + ". Repair it, then ./baton environment release "
                                + red.environment() + "; retry deploys anew"));
    }

    /** What became of a rollback, for people. */
    static String words(Deployment rollback) {
        String found = rollback.found() == null ? "" : ": " + rollback.found();
        return rollback.deployId() + " of " + rollback.sha().abbreviated()
                + switch (rollback.state()) {
                    case HEALTHY -> " is healthy" + found;
                    case FAILED -> " failed" + found;
                    case IN_DOUBT -> " is in doubt" + found;
                    case INTENDED, STARTED, VERIFYING, RED, ROLLED_BACK, CANCELLED ->
                        " is " + rollback.state() + found;
                };
    }
}
