package dev.baton.store;

import java.time.Instant;

/** Writing what became of notices. Each channel has a place of its own. */
public interface OutboxWrites extends OutboxReads {
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
