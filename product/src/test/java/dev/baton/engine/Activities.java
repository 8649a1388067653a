package dev.baton.engine;

import dev.baton.model.TaskId;

import java.time.Duration;

/** Begins activities for tests of those who watch them; the thread is the caller's. */
public final class Activities {
    private Activities() {}

    /** One that has just begun the step {@code Perform}. */
    public static Registry.Activity begin(Registry registry, TaskId task, Duration timeout) {
        Registry.Activity activity = registry.begin(task, "scan");
        registry.step(activity, "Perform", timeout);
        return activity;
    }
}
