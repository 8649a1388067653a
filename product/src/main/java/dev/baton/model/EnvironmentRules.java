package dev.baton.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the settings say of an environment of a project, at one moment.
 *
 * @param rollsBack whether what was healthy before can be brought back
 * @param opensAt when deploys to it may begin again; null = they may begin now
 */
public record EnvironmentRules(
        String environment, boolean rollsBack, @Nullable Instant opensAt) {}
