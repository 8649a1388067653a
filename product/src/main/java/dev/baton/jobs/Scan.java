package dev.baton.jobs;

import dev.baton.engine.Nudge;
import dev.baton.engine.Registry;
import dev.baton.loop.Tick;
import dev.baton.store.Store;

import java.time.Duration;

/**
 * Nudges every task that is not terminal and that no living activity of this server owns, so that a
 * lost nudge costs one interval and no task is outside everybody's sight.
 */
public final class Scan implements Tick {
    private final Store store;
    private final Registry registry;
    private final Nudge nudge;

    public Scan(Store store, Registry registry, Nudge nudge) {
        this.store = store;
        this.registry = registry;
        this.nudge = nudge;
    }

    @Override
    public String name() {
        return "scan";
    }

    @Override
    public void runOnce(Duration elapsed) {
        long incarnation = registry.incarnation();
        store.read(reads -> reads.tasks().unattended(incarnation))
                .forEach(task -> nudge.nudge(task, name()));
        var living = registry.living().stream().map(Registry.Activity::id).toList();
        store.read(reads -> reads.tasks().owned(incarnation)).forEach((task, activity) -> {
            if (!living.contains(activity)) {
                nudge.nudge(task, name());
            }
        });
    }
}
