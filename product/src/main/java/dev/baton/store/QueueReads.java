package dev.baton.store;

import dev.baton.model.QueuePlace;
import dev.baton.model.TaskId;

import java.util.List;
import java.util.Optional;

/** Reading merge queues. */
public interface QueueReads {
    Optional<QueuePlace> placeOf(TaskId task);

    /** All places of a base: the head first, then in the order they will become head. */
    List<QueuePlace> queue(String project, String base);

    /** All places of all queues. */
    List<QueuePlace> all();

    /** The heads of all queues: one a base, however many wait behind it. */
    List<QueuePlace> heads();

    /** Queues in which somebody waits and that have no head. */
    List<Queue> headless(int limit);

    /** Places that their task has left behind: it is not LIVE, or in another visit. */
    List<QueuePlace> leftBehind(int limit);

    /** A queue of one base. */
    record Queue(String project, String base) {}
}
