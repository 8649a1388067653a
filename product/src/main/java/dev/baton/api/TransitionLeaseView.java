package dev.baton.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks have an owner now.
 *
 * @param projects where living owners are protected; null = all
 */
public record TransitionLeaseView(
        boolean enabled,
        @Nullable List<String> projects,
        List<Held> held,
        long staleReclaimsTotal,
        long forcedTotal) {
    public TransitionLeaseView {
        held = List.copyOf(held);
    }

    /** A task with an owner. */
    public record Held(
            String task,
            long incarnation,
            long activity,
            String actor,
            String step,
            long epoch,
            Instant since) {}
}
