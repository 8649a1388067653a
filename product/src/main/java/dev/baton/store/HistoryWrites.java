package dev.baton.store;

import dev.baton.model.Command;
import dev.baton.model.Event;
import dev.baton.model.TaskId;

import java.time.Instant;

/** Writing history and commands. */
public interface HistoryWrites extends HistoryReads {
    /** Appends; {@code seq} of the argument is ignored and given by the database. */
    void append(Event event);

    /** Stores a command; the same id again is a no-op and answers false. */
    boolean command(Command command);

    /** Consumes a command, once. */
    boolean consume(String commandId, Instant at);

    /**
     * Removes the events of a task that is over, its notices, and what became of them. What a
     * receipt is made of stays.
     */
    void forget(TaskId task);
}
