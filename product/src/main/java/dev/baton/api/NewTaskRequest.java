package dev.baton.api;

import org.jspecify.annotations.Nullable;

/**
 * What files a task. Untrusted text.
 *
 * @param project may be left out where the server has one project
 * @param sourceId the sender's own id; the same id twice is the same task
 * @param priority higher goes first; left out = 0
 */
public record NewTaskRequest(
        @Nullable String project,
        @Nullable String title,
        @Nullable String body,
        @Nullable String sourceId,
        @Nullable Integer priority) {}
