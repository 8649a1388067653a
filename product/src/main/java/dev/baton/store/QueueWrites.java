package dev.baton.store;

import dev.baton.model.QueuePlace;
import dev.baton.model.Sha;
import dev.baton.model.TaskId;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Writing merge queues. A base has at most one head; the head stays until it leaves or is sent to
 * the tail by its own task.
 */
public interface QueueWrites extends QueueReads {
    /**
     * Takes a place at the tail; a task that has one in the same visit keeps it, one of an earlier
     * visit is given up. Promotes, as of the time of joining, if there is no head: who may pass
     * every hold of the base before all others. {@code headAt} and {@code watched} of the argument
     * are ignored.
     */
    void join(QueuePlace place);

    /**
     * Gives up the task's place, if it has one, and promotes the next if it was the head.
     *
     * @return the task that became head by this
     */
    Optional<TaskId> leave(TaskId task, Instant at);

    /** Makes the next the head of a queue that has none, and answers which. */
    Optional<TaskId> promote(String project, String base, Instant at);

    /** Counts a candidate in the task's place, if it has one of that visit. */
    void built(TaskId task, long visit);

    /** Notes what the base was moved to; a second time changes nothing. */
    void landed(TaskId task, long visit, Sha sha);

    /** Whether the task has a place of that visit; it cannot lose it before the commit. */
    boolean guardPlace(TaskId task, long visit);

    /** The same for being the head. */
    boolean guardHead(TaskId task, long visit);

    /**
     * Takes the lease from the head, which keeps its turn. Guard: it is the head since the moment
     * seen. Promotes nobody.
     */
    boolean letPass(QueuePlace seen);

    /**
     * Sends the head to the tail, behind all that are there, with one more demotion and nothing
     * watched. Guard: it is the head since the moment seen. Promotes nobody.
     */
    boolean stepBack(QueuePlace seen);

    /** Takes a row away that its task has left behind. Guard: the visit seen. Promotes nobody. */
    boolean remove(QueuePlace seen);

    /**
     * Adds watched time: to who waits, with one class for every {@code ageUp} of it, and to heads
     * whose base nobody holds.
     */
    void watched(Duration more, Duration ageUp);

    /** Stores that a head has to make room. Guard: the head since the moment seen, and not yet. */
    boolean overdue(QueuePlace seen, Duration ceiling);
}
