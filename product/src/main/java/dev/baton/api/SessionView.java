package dev.baton.api;

import java.time.Instant;

/**
 * A browser that is signed in to the board.
 *
 * @param means {@code link} or {@code code}
 * @param bound whether its writes carry a key that only the board's origin can read
 * @param current whether it is the one that asks
 */
public record SessionView(
        long id,
        String person,
        String role,
        String means,
        boolean bound,
        String device,
        boolean current,
        Instant createdAt,
        Instant lastSeenAt,
        Instant expiresAt) {}
