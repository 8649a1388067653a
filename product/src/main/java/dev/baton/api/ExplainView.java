package dev.baton.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a task is where it is.
 *
 * @param decision what comes next, as decided from what is stored now
 * @param unblockedBy the person or condition that alone can move it on
 * @param changes the change of protected paths that waits for approval; null = none does
 * @param events the newest, newest first, at most ten
 */
public record ExplainView(
        String key,
        String decision,
        String reason,
        @Nullable WaitingView waiting,
        @Nullable String unblockedBy,
        @Nullable ChangesView changes,
        List<EventView> events) {
    public static final int EVENTS_MAX = 10;

    public ExplainView {
        events = List.copyOf(events);
    }
}
