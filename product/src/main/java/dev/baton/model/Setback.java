package dev.baton.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step that could not be done (a full disk, a remote that does not answer).
 *
 * @param count how often in a row, at least 1
 * @param retryAt a due time: a wrong clock delays or hastens the retry, never doubles an effect
 * @param countMax so many in a row park the task; null = never, since it is not a failure but
 *     something outside that has to change first
 */
public record Setback(
        String why, int count, Instant retryAt, @Nullable Integer countMax) {
    /** Failures in a row that park a task. */
    public static final int FAILURES_MAX = 8;

    /** So often one step may be taken away from an owner that does not end it. */
    public static final int OVERDUE_MAX = 3;

    public Setback {
        if (count < 1) {
            throw new IllegalArgumentException("setback: expected a count, found " + count);
        }
    }

    /** Whether the task has to be parked for it. */
    public boolean tooMany() {
        return countMax != null && count >= countMax;
    }
}
