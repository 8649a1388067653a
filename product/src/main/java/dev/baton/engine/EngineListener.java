package dev.baton.engine;

import dev.baton.model.TaskId;

/** Told what the engine did, after it is durable. Must return at once; errors are logged. */
public interface EngineListener {
    /** A job waits for a slot, or a slot became free. */
    default void slotsChanged() {}

    /** A run is alive and wants to be watched. */
    default void runStarted(String unit) {}

    /** Something was written about the task. */
    default void taskChanged(TaskId task) {}

    /** Another task may move now: it became the head of a merge queue. */
    default void headChanged(TaskId next) {}

    EngineListener NONE = new EngineListener() {};
}
