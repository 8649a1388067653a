package dev.baton.runs;

/** Is told how far the start of a unit has come, on the thread that starts it. */
@FunctionalInterface
public interface LaunchListener {
    /** Where a start has got to. */
    enum Step {
        /** The files of the unit are there, and no process yet. */
        PREPARED,
        /** There is a process; whether it has claimed its unit is not known yet. */
        STARTED,
        /** The process has claimed the unit and said who it is. */
        CLAIMED
    }

    LaunchListener NONE = step -> {};

    void reached(Step step);
}
