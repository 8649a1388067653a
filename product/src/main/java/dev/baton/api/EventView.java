package dev.baton.api;

import java.time.Instant;

/** One line of a task's history. */
public record EventView(
        long seq,
        Instant at,
        long epoch,
        long visit,
        String stage,
        boolean transition,
        String actor,
        String type,
        String data) {}
