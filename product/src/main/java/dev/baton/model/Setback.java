package dev.baton.model;

import java.time.Instant;

/**
 * A step that could not be done (a full disk, a remote that does not answer).
 *
 * @param count how often in a row; past the limit the task is parked
 * @param retryAt a due time: a wrong clock delays or hastens the retry, never doubles an effect
 */
public record Setback(String why, int count, Instant retryAt) {
    /** So many in a row park the task. */
    public static final int COUNT_MAX = 8;
}
