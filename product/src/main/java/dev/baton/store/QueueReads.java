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
}
