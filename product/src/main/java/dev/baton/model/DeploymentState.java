package dev.baton.model;

/** Where a deployment is. The verifier writes what became of VERIFYING; the driver all else. */
public enum DeploymentState {
    /** Its start is in the journal; nothing may have happened yet. */
    INTENDED(false),
    /** Its command runs or has run. */
    STARTED(false),
    /** Its command ended well; the environment is being asked whether it is healthy. */
    VERIFYING(false),
    /**
     * Its command failed, or the environment did not become healthy in time. Holds its environment
     * until what was there before is back, or there is nothing to bring back.
     */
    RED(false),
    /** The environment answered its commit so often in a row as was asked for. */
    HEALTHY(true),
    /** It was red, or a person gave it up; nothing was brought back by it or after it. */
    FAILED(true),
    /** It was red, and what was healthy before is back and healthy. */
    ROLLED_BACK(true),
    /** Its start is poisoned: it never happened and never will. */
    CANCELLED(true),
    /** Nobody can say whether it happened. Holds its environment until a person decides. */
    IN_DOUBT(false);

    private final boolean finished;

    DeploymentState(boolean finished) {
        this.finished = finished;
    }

    /** Whether the environment is free again. */
    public boolean finished() {
        return finished;
    }
}
