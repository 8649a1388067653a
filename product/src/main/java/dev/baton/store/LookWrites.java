package dev.baton.store;

import dev.baton.model.TaskId;

/** Writing which tasks there is no reason to look at. */
public interface LookWrites extends LookReads {
    /**
     * Leaves a task at rest at its epoch, and removes the marks that were seen; those that came
     * since stay. The epoch stays as it is.
     *
     * @return false if the epoch is another by now
     */
    boolean rested(TaskId task, long epoch, Rest seen);

    /** Removes the marks of a task that is over: there is nothing to look at any more. */
    void forget(TaskId task);
}
