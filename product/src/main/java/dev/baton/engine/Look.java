package dev.baton.engine;

import dev.baton.model.Decision;
import dev.baton.model.Task;
import dev.baton.model.TaskSnapshot;
import dev.baton.store.LookReads.Rest;

import java.time.Instant;

/**
 * A task as it was read, and what the scan knows of it.
 *
 * @param before how its driver left it the last time, and what was told since
 * @param began before anything was read
 */
record Look(TaskSnapshot snapshot, Rest before, Instant began) {

    Task task() {
        return snapshot.task();
    }

    /** How the task is left if that is what it waits for. */
    Rest restsAt(Decision.Await await) {
        return before.after(await, began);
    }

    /** Whether the scan has a reason to find the task that this look has seen. */
    boolean leavesSomething(Decision.Await await) {
        return !before.isAlready(restsAt(await), task().epoch());
    }
}
