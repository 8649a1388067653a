package dev.baton.store;

import dev.baton.model.Deployment;
import dev.baton.model.EnvironmentState;
import dev.baton.model.TaskId;

import java.util.List;
import java.util.Optional;

/** Reading the deploy ledger. */
public interface DeploymentReads {
    /** Deployments of a task, oldest first. */
    List<Deployment> of(TaskId task);

    /** The deployment that a run is for. */
    Optional<Deployment> byUnit(String unit);

    /** The last one that takes back a red one, unless its start never happened. */
    Optional<Deployment> rollbackOf(Deployment red);

    /** What each environment of a project was last found healthy with. */
    List<Deployment> healthy(String project);

    /** Every environment of a project that has ever been deployed to, by name. */
    List<EnvironmentState> environments(String project);

    /**
     * Healthy deployments of commits that landed on the task's base after it landed last, the
     * newest of each environment: what the task brought is part of them.
     */
    List<Deployment> superseding(TaskId task);

    /** Deployments of all projects whose environment is being asked for its health. */
    List<Deployment> verifying();

    /** Tasks whose deployment is not over, one or two an environment; red ones are not. */
    List<TaskId> deploying(int limit);
}
