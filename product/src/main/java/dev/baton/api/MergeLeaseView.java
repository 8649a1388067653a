package dev.baton.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The merge queues: who holds the lease of a base by being the head, who waits, and who keeps a
 * whole queue still.
 *
 * @param reclaimEnabled whether stale heads are sent away
 * @param projects where being the head is needed to land; null = all
 * @param ceiling so long at the head, as in baton.yaml ({@code 1h})
 * @param ageUp waiting so long raises a class, as in baton.yaml
 * @param reclaimedTotal places taken away and heads told to make room since the start
 */
public record MergeLeaseView(
        boolean reclaimEnabled,
        @Nullable List<String> projects,
        String ceiling,
        String ageUp,
        List<Held> held,
        List<Place> waiting,
        List<HoldView> holds,
        long reclaimedTotal) {
    public MergeLeaseView {
        held = List.copyOf(held);
        waiting = List.copyOf(waiting);
        holds = List.copyOf(holds);
    }

    /**
     * The head of a queue.
     *
     * @param watchedSeconds how long at the head, times of a hold left out
     * @param demotions how often it was sent to the tail before
     * @param overdue it makes room as soon as nothing of it is open
     */
    public record Held(
            String project,
            String base,
            String task,
            long visit,
            Instant since,
            long watchedSeconds,
            int demotions,
            boolean overdue) {}

    /**
     * A task behind the head.
     *
     * @param position 1 = next
     * @param raised classes won by waiting
     */
    public record Place(
            String project,
            String base,
            String task,
            long visit,
            int priority,
            int raised,
            int position,
            Instant joinedAt,
            long watchedSeconds) {}
}
