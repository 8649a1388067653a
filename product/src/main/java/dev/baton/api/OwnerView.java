package dev.baton.api;

import java.time.Instant;

/** Which activity may change a task now, and what it is doing. */
public record OwnerView(
        long incarnation, long activity, String actor, String step, Instant since) {}
