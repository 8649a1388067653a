package dev.baton.model;

import java.time.Duration;
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
        @Nullable Instant headAt,
        Watched watched) {

    /** A place nobody has watched yet. */
    public QueuePlace(
            String project,
            String base,
            TaskId task,
            long visit,
            int priority,
            Instant joinedAt,
            @Nullable Instant headAt) {
        this(project, base, task, visit, priority, joinedAt, headAt, Watched.NOT_YET);
    }

    public boolean head() {
        return headAt != null;
    }

    /** The same place where everybody in the queue may land, and nobody has to make room. */
    public QueuePlace asHead() {
        return new QueuePlace(
                project, base, task, visit, priority, joinedAt, headAt == null ? joinedAt : headAt);
    }

    /**
     * What the keeper of the queue has seen, in watched time.
     *
     * @param waiting how long behind a head, since it joined or was sent to the tail
     * @param raised classes won by waiting
     * @param atHead how long at the head, times of a hold left out
     * @param demotions how often it was sent to the tail
     * @param candidates how many were built since it joined
     * @param overdue longer at the head than it may be: it has to make room
     */
    public record Watched(
            Duration waiting,
            int raised,
            Duration atHead,
            int demotions,
            int candidates,
            boolean overdue) {
        public static final Watched NOT_YET =
                new Watched(Duration.ZERO, 0, Duration.ZERO, 0, 0, false);
    }
}
