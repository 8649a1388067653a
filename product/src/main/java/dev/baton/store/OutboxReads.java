package dev.baton.store;

import dev.baton.model.Notice;
import dev.baton.model.TaskId;

import java.time.Instant;
import java.util.List;

/** Reading the outbox. */
public interface OutboxReads {
    /** What the channel has not been told yet, oldest first; none for an unknown channel. */
    List<Notice> fresh(String channel, int limit);

    /** What the channel shall be told again, due at the given time. */
    List<Retry> due(String channel, Instant now, int limit);

    /** How much the channel has not been told. */
    long waiting(String channel);

    /** Whether the same was said of the task in this visit. */
    boolean said(TaskId task, long visit, String kind, String text);

    /**
     * A notice that could not be told before.
     *
     * @param tries so far
     */
    record Retry(Notice notice, int tries) {}
}
