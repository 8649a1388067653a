package dev.baton.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of the deploy ledger.
 *
 * @param id what the deploy command got as BATON_DEPLOY_ID
 * @param previousSha what was healthy there before; null = nothing was
 * @param found what was found last, for people
 */
public record DeploymentView(
        String id,
        String environment,
        String state,
        String sha,
        @Nullable String previousSha,
        @Nullable String found,
        Instant startedAt,
        @Nullable Instant finishedAt) {}
