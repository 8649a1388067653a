package dev.baton.intake;

import dev.baton.model.Task;

/** What became of a work item. */
public sealed interface Filed {
    /** A task was made of it. */
    record Created(Task task) implements Filed {}

    /** The tracker's item is a task already; nothing was changed. */
    record Existing(Task task) implements Filed {}

    /** It cannot become a task as it is; nothing was stored. */
    record Refused(Reason reason, String message) implements Filed {}

    /** Why it was refused. */
    enum Reason {
        /** The item itself. */
        INVALID,
        /** There is no such project. */
        UNKNOWN_PROJECT,
        /** The project's pipeline has problems. */
        PIPELINE
    }
}
