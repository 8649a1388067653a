package dev.baton.jobs;

import java.util.List;

/**
 * Holds when too many runs seem dead at once: then it is more likely that the look is wrong than
 * that they all died. After some rounds it gives up one a round, with an alert. Used by one thread.
 */
final class Breaker {
    /** Fewer that seem dead are taken for what they seem. */
    static final int RUNS_MIN = 5;

    /** So many rounds nothing is given up. */
    static final int HOLD_MAX = 3;

    private int held;

    /** What may be given up now. */
    record Release<T>(List<T> now, boolean alert) {}

    /**
     * @param watched how many were looked at
     * @param seemDead how many of them seem dead without proof
     * @param due those of them that seemed so for long enough
     */
    <T> Release<T> release(int watched, int seemDead, List<T> due) {
        if (seemDead < RUNS_MIN || seemDead * 2 <= watched) {
            held = 0;
            return new Release<>(due, false);
        }
        if (++held <= HOLD_MAX || due.isEmpty()) {
            return new Release<>(List.of(), false);
        }
        return new Release<>(due.subList(0, 1), true);
    }

    /** Whether it holds. */
    boolean open() {
        return held > 0;
    }
}
