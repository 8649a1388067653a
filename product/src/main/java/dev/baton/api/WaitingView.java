package dev.baton.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a task waits for.
 *
 * @param until when it looks again by itself; null = something has to happen first
 * @param who the person or condition that alone can end the wait
 */
public record WaitingView(
        @JsonProperty("for") String what,
        Instant since,
        @Nullable Instant until,
        @Nullable String who) {}
