package dev.baton.store;

import dev.baton.model.Command;
import dev.baton.model.Event;
import dev.baton.model.TaskId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reading the append-only history and commands. */
public interface HistoryReads {
    /** Events of a task after a sequence number, oldest first. */
    List<Event> events(TaskId task, long afterSeq, int limit);

    /** The newest events of a task, newest first. */
    List<Event> newest(TaskId task, int limit);

    /** Commands not consumed, oldest first. */
    List<Command> pending(TaskId task);

    Optional<Command> command(String id);

    /** Tasks that were over before then and of which events are kept, by id. */
    List<TaskId> toldAndOver(Instant before, int limit);
}
