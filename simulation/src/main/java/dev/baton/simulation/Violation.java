package dev.baton.simulation;

/** An invariant that did not hold. */
record Violation(Kind kind, String text) {

    /** What kinds there are. */
    enum Kind {
        /** An effect of one key was applied more than once. */
        TWICE,
        /** A task neither ended nor was parked once the faults had stopped. */
        STUCK,
        /** Work or an effect that was done, or was to be done, is forgotten. */
        JOB_LOST,
        /** Two agents of one task lived at the same time. */
        TWO_AGENTS,
        /** Somebody acted on what was no longer so. */
        STALE
    }
}
