package dev.baton.engine;

import java.time.Duration;

/** What the settings say about the environments of a project. */
@FunctionalInterface
public interface DeployLimits {
    /**
     * How long a deploy command may take before it is in doubt; it is never ended by force.
     *
     * @throws dev.baton.model.PermanentFailure if the project has no environment of that name
     */
    Duration timeout(String project, String environment);
}
