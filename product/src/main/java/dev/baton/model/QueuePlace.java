package dev.baton.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task's row in the merge queue of a base.
 *
 * @param headAt since when it is the head; null while it waits
 */
public record QueuePlace(
        String project,
        String base,
        TaskId task,
        long visit,
        int priority,
        Instant joinedAt,
        @Nullable Instant headAt) {
    public boolean head() {
        return headAt != null;
    }
}
