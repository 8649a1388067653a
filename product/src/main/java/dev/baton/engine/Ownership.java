package dev.baton.engine;

import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;

/**
 * Proof that an activity acquired a task: what needs ownership takes one of these, and only {@link
 * Acquisition} makes them. It says what was true when it was made; the guard of each write says
 * whether it still is.
 */
final class Ownership {
    private final TaskId task;
    private final long epoch;
    private final StageId stage;
    private final Registry.Activity activity;

    Ownership(TaskId task, long epoch, StageId stage, Registry.Activity activity) {
        this.task = task;
        this.epoch = epoch;
        this.stage = stage;
        this.activity = activity;
    }

    TaskId task() {
        return task;
    }

    long epoch() {
        return epoch;
    }

    StageId stage() {
        return stage;
    }

    Registry.Activity activity() {
        return activity;
    }

    /** Whether a fresh read still shows this owner. */
    boolean holds(Task fresh) {
        return fresh.epoch() == epoch
                && fresh.owner() != null
                && fresh.owner().activity() == activity.id();
    }
}
