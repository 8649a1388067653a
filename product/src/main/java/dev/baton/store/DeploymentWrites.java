package dev.baton.store;

import dev.baton.model.DeploymentState;
import dev.baton.model.Sha;
import dev.baton.model.TaskId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writing the deploy ledger. The driver writes in the transaction of a task guard; what the
 * verifier writes are facts, guarded by id and state, so that whoever comes second changes nothing.
 */
public interface DeploymentWrites extends DeploymentReads {
    /**
     * Takes the environment and the number for a deployment, INTENDED; what was healthy there
     * before is remembered with it. The red one that it takes back does not keep it out.
     *
     * @return false if the number is not the next one, or the environment is taken
     */
    boolean intend(NewDeployment deployment);

    /** What a new line of the ledger is made of. */
    record NewDeployment(
            String project,
            String environment,
            int n,
            TaskId task,
            long visit,
            Sha sha,
            @Nullable Integer rollsBack,
            String unit,
            Instant at) {}

    /**
     * The next state of an unfinished deployment.
     *
     * @param found what was found, for people
     * @return false if it is not in that state any more
     */
    boolean becomes(
            String unit, DeploymentState from, DeploymentState to, String found, Instant at);

    /** Closes what nobody knows the end of, as failed: a person decided to go on without. */
    void giveUpDoubt(TaskId task, String why, Instant at);

    /** One look of the verifier that decided nothing: {@code where state = VERIFYING}. */
    boolean probed(long id, int healthyInARow, Duration more, String found);
}
