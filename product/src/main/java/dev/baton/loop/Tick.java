package dev.baton.loop;

import java.time.Duration;

/** One periodic duty. */
public interface Tick {
    /** For the log and the thread: one or two words. */
    String name();

    /**
     * One round; what it may do is bounded by its own time-outs, and it may be interrupted.
     *
     * @param watched monotonic time since the last round began, at most one interval, 0 at first
     */
    void runOnce(Duration watched);
}
