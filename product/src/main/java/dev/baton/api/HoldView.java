package dev.baton.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody keeps still.
 *
 * @param kind {@code base} or {@code environment}
 * @param name the branch or the environment
 * @param pid the process whose end ends it; null = until it is released
 * @param releasedAt null = active
 */
public record HoldView(
        long id,
        String kind,
        String project,
        String name,
        String why,
        String by,
        @Nullable Long pid,
        Instant since,
        @Nullable String releasedBy,
        @Nullable Instant releasedAt) {}
