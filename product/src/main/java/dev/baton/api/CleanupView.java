package dev.baton.api;

import java.time.Instant;
import java.util.List;

/** What was removed of finished tasks, or would be. */
public record CleanupView(boolean dryRun, List<Removed> removed) {
    public CleanupView {
        removed = List.copyOf(removed);
    }

    /**
     * One folder.
     *
     * @param kind CLONE, SET_ASIDE, HANDOVER or RUN
     * @param name of the folder
     */
    public record Removed(String kind, String name, String task, Instant finishedAt) {}
}
