package dev.baton.model;

import org.jspecify.annotations.Nullable;

/**
 * What the ledger says of an environment of a project.
 *
 * @param last the number given last
 * @param open the deployment that holds it, the red one where that is being rolled back; null = it
 *     is free
 */
public record EnvironmentState(
        String environment, int last, @Nullable Deployment open) {}
