package dev.baton.model;

/** Whether a task may move, beside the stage it is in. */
public enum TaskStatus {
    /** Moves by itself. */
    LIVE(false),
    /** A person said wait; the running agent finishes and its result waits. */
    PAUSED(false),
    /** Stopped until a named person or condition unblocks it. */
    PARKED(false),
    /** A person said stop; runs are being ended and every open effect is being settled. */
    CANCELLING(false),
    /** Stopped for good; the history says which effects happened. */
    CANCELLED(true),
    /** All stages left; nothing to do any more. */
    DONE(true);

    private final boolean terminal;

    TaskStatus(boolean terminal) {
        this.terminal = terminal;
    }

    public boolean terminal() {
        return terminal;
    }

    /** The statuses in which an activity may own the task. */
    public boolean ownable() {
        return this == LIVE || this == CANCELLING;
    }
}
