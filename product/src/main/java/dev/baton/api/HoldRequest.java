package dev.baton.api;

import org.jspecify.annotations.Nullable;

/**
 * Holds a merge queue or an environment.
 *
 * @param project absent = the only one there is
 * @param base of a merge queue; absent = the project's
 * @param environment of an environment, needed there
 * @param why needed
 * @param by in whose name, where the token is the server's own; another token names its holder
 * @param process whose end ends it; absent = until it is released
 */
public record HoldRequest(
        @Nullable String project,
        @Nullable String base,
        @Nullable String environment,
        @Nullable String why,
        @Nullable String by,
        @Nullable Identity process) {

    /**
     * Which process of the server's machine.
     *
     * @param start field 22 of {@code /proc/PID/stat}
     * @param osBootId {@code /proc/sys/kernel/random/boot_id}
     */
    public record Identity(
            @Nullable Long pid,
            @Nullable Long start,
            @Nullable String osBootId) {}
}
