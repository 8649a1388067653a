package dev.baton.model;

import java.time.Instant;

/**
 * Something to be told to people, as it lies in the outbox.
 *
 * @param id unique for ever; whoever is told twice knows it by this
 * @param kind a word: {@code alert}, {@code parked}, {@code moved}, {@code cancelled}, {@code
 *     comment}
 */
public record Notice(
        long id,
        TaskId task,
        String taskKey,
        String project,
        long visit,
        String kind,
        String text,
        Instant at) {
    /** The kind of what somebody has to look at. */
    public static final String ALERT = "alert";
}
