package dev.baton.web.rest;

import dev.baton.api.QueueView;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /queue} asks of other parts of the server: each answers from memory, at once.
 *
 * @param protection as the settings say
 * @param takeovers owners of dead activities replaced so far
 * @param forced living owners replaced so far
 */
public record QueueParts(
        Supplier<QueueView.Reaper> reaper,
        Supplier<QueueView.Actor> reconciler,
        Supplier<QueueView.Actor> verifier,
        Supplier<QueueView.Outbox> outbox,
        Protection protection,
        LongSupplier takeovers,
        LongSupplier forced) {
    /**
     * Whether living owners keep their tasks until their step is over its time.
     *
     * @param projects where; null = all
     */
    public record Protection(boolean enabled, @Nullable List<String> projects) {
        public static final Protection EVERYWHERE = new Protection(true, null);

        public Protection {
            projects = projects == null ? null : List.copyOf(projects);
        }
    }

    /** None of them is there, and the page says so. */
    public static final QueueParts ABSENT = new QueueParts(
            () -> QueueView.Reaper.ABSENT,
            () -> QueueView.Actor.ABSENT,
            () -> QueueView.Actor.ABSENT,
            () -> QueueView.Outbox.ABSENT,
            Protection.EVERYWHERE,
            () -> 0,
            () -> 0);
}
