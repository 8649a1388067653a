package dev.baton.model;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Await} as stored: what a task waits for, in words that do not change while it waits.
 */
public record Waiting(
        String what,
        Instant since,
        @Nullable Instant until,
        @Nullable String who) {

    /** Whether this stored wait says the same as the await just decided. */
    public boolean says(Decision.Await await) {
        return what.equals(await.what())
                && Objects.equals(until, await.until())
                && Objects.equals(who, await.who());
    }
}
