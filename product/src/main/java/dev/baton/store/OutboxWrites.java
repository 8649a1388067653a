package dev.baton.store;

import dev.baton.model.TaskId;

import java.time.Instant;

/** Leaving notices, and what became of them. Each channel has a place of its own. */
public interface OutboxWrites extends OutboxReads {
    /** Leaves a notice for the outside, in the transaction of what it speaks of. */
    void post(TaskId task, long visit, String kind, String text, Instant at);

    /**
     * Knows the channel from now on. A new one begins with what is said from now on: yesterday's
     * alarms are no news.
     */
    void open(String channel);

    /** Told, or not wanted: never again. */
    void told(long notice, String channel);

    /** To be told again. */
    void later(long notice, String channel, String why, Instant retryAt);

    /** Never again, although it was not told. */
    void refused(long notice, String channel, String why);
}
