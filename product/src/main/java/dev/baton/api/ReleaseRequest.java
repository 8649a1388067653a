package dev.baton.api;

import org.jspecify.annotations.Nullable;

/**
 * Lets go of a merge queue.
 *
 * @param id absent = the only hold on the base
 * @param project absent = the only one there is
 * @param base absent = the project's
 * @param by in whose name, where the token is the server's own; another token names its holder
 */
public record ReleaseRequest(
        @Nullable Long id,
        @Nullable String project,
        @Nullable String base,
        @Nullable String by) {}
