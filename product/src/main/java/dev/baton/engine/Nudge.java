package dev.baton.engine;

import dev.baton.model.TaskId;

/** Says "look at this task". May be lost, doubled or late; never blocks. */
@FunctionalInterface
public interface Nudge {
    /**
     * @param actor who noticed something, for the history
     */
    void nudge(TaskId task, String actor);
}
