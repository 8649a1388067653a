package dev.baton.setup;

import dev.baton.api.EventView;
import dev.baton.api.TaskView;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Follows one task to its end. */
final class DemoJourney {
    private static final Duration SILENCE_MAX = Duration.ofMinutes(5);

    /** PARKED needs a person, and a demo has none. */
    private static final Set<String> ENDS = Set.of("DONE", "CANCELLED", "PARKED");

    private final DemoClient client;
    private final DemoServer server;
    private final DemoProgress progress;
    private final Disturbance disturbance;
    private final LongSupplier nanos;
    private final List<EventView> events = new ArrayList<>();

    DemoJourney(
            DemoClient client,
            DemoServer server,
            DemoProgress progress,
            Disturbance disturbance,
            LongSupplier nanos) {
        this.client = client;
        this.server = server;
        this.progress = progress;
        this.disturbance = disturbance;
        this.nanos = nanos;
    }

    /** The whole history that was seen. */
    DemoHistory history() {
        return new DemoHistory(events);
    }

    /** The task as it ended; empty if somebody asked to end first. */
    Optional<TaskView> follow(String key, Interruption interruption) {
        long heard = nanos.getAsLong();
        while (!interruption.asked()) {
            if (!server.alive()) {
                throw server.failure("it to run until " + key + " is done");
            }
            // First the task, then its events: what made it end is among them.
            TaskView task = client.task(key);
            if (listen(key)) {
                heard = nanos.getAsLong();
            }
            boolean done = task.status().equals("DONE");
            if (done ? disturbance.over() : ENDS.contains(task.status())) {
                progress.end();
                return Optional.of(task);
            }
            if (nanos.getAsLong() - heard > SILENCE_MAX.toNanos()) {
                throw server.failure(key + " to move within " + SILENCE_MAX.toMinutes() + " min");
            }
            interruption.within(disturbance.act(history(), done));
        }
        return Optional.empty();
    }

    private boolean listen(String key) {
        long after = events.isEmpty() ? 0 : events.getLast().seq();
        List<EventView> fresh = client.events(key, after);
        events.addAll(fresh);
        disturbance.heard(history());
        fresh.forEach(progress::show);
        return !fresh.isEmpty();
    }
}
