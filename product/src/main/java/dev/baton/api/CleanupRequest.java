package dev.baton.api;

/**
 * Removes files of finished tasks.
 *
 * @param dryRun only says what would be removed
 */
public record CleanupRequest(boolean dryRun) {}
