package dev.baton.store;

import dev.baton.model.QueuePlace;
import dev.baton.model.TaskId;

import java.time.Instant;
import java.util.Optional;

/** Writing merge queues. A base has at most one head; the head stays until it leaves. */
public interface QueueWrites extends QueueReads {
    /**
     * Takes a place at the tail; a task that has one keeps it. Promotes, as of the time of joining,
     * if there is no head; {@code headAt} of the argument is ignored.
     */
    void join(QueuePlace place);

    /**
     * Gives up the task's place, if it has one, and promotes the next if it was the head.
     *
     * @return the task that became head by this
     */
    Optional<TaskId> leave(TaskId task, Instant at);
}
