package dev.baton.jobs;

import dev.baton.deploy.Environment;
import dev.baton.deploy.Environments;
import dev.baton.engine.Nudge;
import dev.baton.loop.Tick;
import dev.baton.loop.TickRunner;
import dev.baton.model.Deployment;
import dev.baton.model.DeploymentState;
import dev.baton.store.Store;
import dev.baton.store.WriteResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks environments whether they are healthy with what was deployed to them, and writes what became
 * of it into the ledger: so many healthy answers in a row are enough, and they have until the
 * deadline, counted in watched time.
 */
public final class Verifier implements Tick {
    private static final Logger LOG = LoggerFactory.getLogger(Verifier.class);

    private final Store store;
    private final Environments environments;
    private final Nudge nudge;
    private final InstantSource clock;

    public Verifier(Store store, Environments environments, Nudge nudge, InstantSource clock) {
        this.store = store;
        this.environments = environments;
        this.nudge = nudge;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "verifier";
    }

    @Override
    public void runOnce(Duration watched) {
        List<Deployment> verifying = store.read(reads -> reads.deployments().verifying());
        TickRunner.each(name(), verifying, deployment -> look(deployment, watched));
    }

    private void look(Deployment deployment, Duration watched) {
        Environment environment = environments
                .find(deployment.project(), deployment.environment())
                .orElse(null);
        if (environment == null) {
            decide(
                    deployment,
                    deployment.whenRed(),
                    "expected the environment in the settings, found none of that name any more");
            return;
        }
        environment
                .verification()
                .ifPresentOrElse(
                        verification -> ask(deployment, environment, verification, watched),
                        () -> decide(
                                deployment,
                                DeploymentState.HEALTHY,
                                "exit code 0; no health check is set"));
    }

    private void ask(
            Deployment deployment,
            Environment environment,
            Environment.Verification verification,
            Duration watched) {
        Environment.Probe probe = environment.probe(deployment);
        int inARow = probe instanceof Environment.Healthy ? deployment.healthyInARow() + 1 : 0;
        Duration total = deployment.watched().plus(watched);
        if (inARow >= verification.successes()) {
            decide(deployment, DeploymentState.HEALTHY, probe.found());
        } else if (total.compareTo(verification.deadline()) >= 0) {
            decide(
                    deployment,
                    deployment.whenRed(),
                    "expected " + verification.successes() + " healthy answers in a row within "
                            + Words.of(verification.deadline()) + ", found " + inARow
                            + "; the last: " + probe.found());
        } else {
            remember(deployment, inARow, watched, probe.found());
        }
    }

    private void remember(Deployment deployment, int inARow, Duration watched, String found) {
        WriteResult<Boolean> result = store.write(
                "probe",
                tx -> tx.deployments().probed(deployment.id(), inARow, watched, found)
                        ? Store.Step.commit(true)
                        : Store.Step.lost("somebody decided it before"));
        if (!(result instanceof WriteResult.Committed)) {
            LOG.warn("{}: an answer was not kept: {}", deployment.deployId(), result);
        }
    }

    private void decide(Deployment deployment, DeploymentState state, String found) {
        WriteResult<DeploymentState> result = store.write(
                "deployment fact",
                tx -> tx.deployments()
                                .becomes(
                                        deployment.unit(),
                                        DeploymentState.VERIFYING,
                                        state,
                                        found,
                                        clock.instant())
                        ? Store.Step.commit(state)
                        : Store.Step.lost("somebody decided it before"));
        switch (result) {
            case WriteResult.Committed<DeploymentState> _ -> {
                LOG.info(
                        "{} ({}): {} ({})",
                        deployment.deployId(),
                        deployment.taskKey(),
                        state,
                        found);
                nudge.nudge(deployment.task(), name());
            }
            case WriteResult.Lost<DeploymentState>(String why) ->
                LOG.debug("{}: {} not written: {}", deployment.deployId(), state, why);
            case WriteResult.Unknown<DeploymentState>(Throwable cause) ->
                LOG.warn(
                        "{}: unknown whether {} was written; the next round looks again",
                        deployment.deployId(),
                        state,
                        cause);
        }
    }
}
