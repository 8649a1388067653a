package dev.baton.model;

/** Where a run is. The driver writes INTENDED and RUNNING; whoever watches writes the rest. */
public enum RunState {
    /** Its start is in the journal; nothing may have happened yet. */
    INTENDED(false),
    /** Its claim was seen: the process exists or has existed. */
    RUNNING(false),
    /** Its exit file was read; the exit code is in the row. */
    EXITED(true),
    /** Every process is gone and there is no exit file: charged. */
    LOST(true),
    /** The machine went down under it: not charged. */
    LOST_INFRA(true),
    /** Over its wall clock or silence limit, killed, proven dead. */
    TIMED_OUT(true),
    /** Killed because a person stopped the task or its process. */
    KILLED(true),
    /** Its visit was left while it ran; killed. */
    SUPERSEDED(true),
    /** It never started and never will: its claim is poisoned. */
    CANCELLED(true),
    /** Nobody can say (deploys only); parked, never repeated by machine. */
    IN_DOUBT(true);

    private final boolean terminal;

    RunState(boolean terminal) {
        this.terminal = terminal;
    }

    public boolean terminal() {
        return terminal;
    }
}
