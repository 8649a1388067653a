package dev.baton.engine;

import dev.baton.model.EnvironmentRules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the settings say about the environments of a project. */
public interface DeployLimits {
    /**
     * How long a deploy command may take before it is in doubt; it is never ended by force.
     *
     * @throws dev.baton.model.PermanentFailure if the project has no environment of that name
     */
    Duration timeout(String project, String environment);

    /** All environments of the project, as they are at that moment. */
    List<EnvironmentRules> rules(String project, Instant now);
}
