package dev.baton.store;

import dev.baton.model.Command;
import dev.baton.model.Event;
import dev.baton.model.TaskId;

import java.time.Instant;

/** Writing history, commands and the outbox. */
public interface HistoryWrites extends HistoryReads {
    /** Appends; {@code seq} of the argument is ignored and given by the database. */
    void append(Event event);

    /** Stores a command; the same id again is a no-op and answers false. */
    boolean command(Command command);

    /** Consumes a command, once. */
    boolean consume(String commandId, Instant at);

    /** Leaves a message for the outside; what it says is decided by whoever sends it. */
    void post(TaskId task, long visit, String kind, String text, Instant at);
}
