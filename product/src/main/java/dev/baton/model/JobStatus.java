package dev.baton.model;

/** Where a job is; only the driver writes it. */
public enum JobStatus {
    /** Waits for its due time, then for a slot. */
    QUEUED(false),
    /** Has a run that is intended, alive, or ended and not yet judged. */
    RUNNING(false),
    /** Judged; the main job of a stage only in the COMMIT that leaves it. */
    DONE(true),
    /** Attempts used up. */
    FAILED(true),
    /** Not wanted any more: the visit was left, the task stopped. */
    CANCELLED(true);

    private final boolean terminal;

    JobStatus(boolean terminal) {
        this.terminal = terminal;
    }

    public boolean terminal() {
        return terminal;
    }
}
