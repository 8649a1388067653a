package dev.baton.intake;

import org.jspecify.annotations.Nullable;

/**
 * A work item as it comes in, not checked yet.
 *
 * @param project null = the only one there is
 * @param body null = none
 * @param sourceId the tracker's own id; the same id twice is the same task
 * @param author who asked for it; asked when the task is parked
 */
public record NewItem(
        @Nullable String project,
        String title,
        @Nullable String body,
        @Nullable String sourceId,
        @Nullable String sourceUrl,
        String author,
        int priority) {}
