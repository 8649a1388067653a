package dev.baton.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The merge queues: who holds the lease of a base by being the head, and who waits.
 *
 * @param reclaimEnabled whether stale heads are removed
 * @param projects where they are; null = all
 */
public record MergeLeaseView(
        boolean reclaimEnabled,
        @Nullable List<String> projects,
        List<Held> held,
        List<Place> waiting,
        long reclaimedTotal) {
    public MergeLeaseView {
        held = List.copyOf(held);
        waiting = List.copyOf(waiting);
    }

    /** The head of a queue. */
    public record Held(String project, String base, String task, long visit, Instant since) {}

    /**
     * A task behind the head.
     *
     * @param position 1 = next
     */
    public record Place(
            String project,
            String base,
            String task,
            long visit,
            int priority,
            int position,
            Instant joinedAt) {}
}
