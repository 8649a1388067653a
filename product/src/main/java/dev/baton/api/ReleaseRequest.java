package dev.baton.api;

import org.jspecify.annotations.Nullable;

/**
 * Lets go of a merge queue or an environment.
 *
 * @param id absent = the only hold on the base or the environment
 * @param project absent = the only one there is
 * @param base of a merge queue; absent = the project's
 * @param environment of an environment, needed there unless there is an id
 * @param by in whose name, where the token is the server's own; another token names its holder
 */
public record ReleaseRequest(
        @Nullable Long id,
        @Nullable String project,
        @Nullable String base,
        @Nullable String environment,
        @Nullable String by) {}
