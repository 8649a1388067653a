package dev.baton.web.rest;

import dev.baton.api.QueueView;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What {@code GET /queue} asks of other parts of the server: each answers from memory, at once.
 *
 * @param takeovers owners of dead activities replaced so far
 * @param forced living owners replaced so far
 */
public record QueueParts(
        Supplier<QueueView.Reaper> reaper,
        Supplier<QueueView.Actor> reconciler,
        Supplier<QueueView.Actor> verifier,
        Supplier<QueueView.Outbox> outbox,
        LongSupplier takeovers,
        LongSupplier forced) {
    /** None of them is there, and the page says so. */
    public static final QueueParts ABSENT = new QueueParts(
            () -> QueueView.Reaper.ABSENT,
            () -> QueueView.Actor.ABSENT,
            () -> QueueView.Actor.ABSENT,
            () -> QueueView.Outbox.ABSENT,
            () -> 0,
            () -> 0);
}
