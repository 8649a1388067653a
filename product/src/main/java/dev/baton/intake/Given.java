package dev.baton.intake;

import dev.baton.model.Command;

/** What became of a command. */
public sealed interface Given {
    /**
     * It is stored; the driver will consume it.
     *
     * @param again the same command was there already
     */
    record Accepted(Command command, boolean again) implements Given {}

    /** There is no such task. */
    record NotFound(String message) implements Given {}

    /** The task's status or stage does not allow it now. */
    record Conflict(String message) implements Given {}
}
