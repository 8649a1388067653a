package dev.baton.model;

import java.time.Duration;

/** What can be done outside that cannot be taken back, with how each is kept at most once. */
public enum EffectKind {
    /** A run's process. Keyed: the wrapper's first act creates its claim with O_EXCL. */
    RUN("run", Doubt.SETTLE, Duration.ofSeconds(60)),
    /** The task's branch at the forge. Idempotent: pushed with a lease on the value seen. */
    PUSH("push", Doubt.APPLY_AGAIN, Duration.ofMinutes(5)),
    /** A change request. Keyed: one open per head branch and base. */
    CHANGE_REQUEST("change-request", Doubt.APPLY_AGAIN, Duration.ofMinutes(2)),
    /**
     * The merge candidate onto the base. Keyed: the marker ref, pushed atomically with the base.
     */
    MERGE("merge", Doubt.APPLY_AGAIN, Duration.ofMinutes(5)),
    /**
     * The deploy command of an environment: a run like any other, but never killed and never
     * started twice by machine; where its end is not known, a person is asked.
     */
    DEPLOY("deploy", Doubt.SETTLE, Duration.ofSeconds(60));

    /** What to do with an intent that another activity left and the resource has not seen. */
    public enum Doubt {
        /** The resource refuses a second one, so applying again is safe. */
        APPLY_AGAIN,
        /** Make sure at the resource that it never happens, then go on with a new key. */
        SETTLE
    }

    /** Who can say whether it happened. */
    public enum Witness {
        /** The resource outside: whoever holds the journal can ask it, from any host. */
        OUTSIDE,
        /**
         * Files of the data folder. They are the truth as long as there is one such folder; a copy
         * proves nothing, since the other one may have gone on.
         */
        DATA_FOLDER
    }

    private final String word;
    private final Doubt doubt;
    private final Duration timeout;

    EffectKind(String word, Doubt doubt, Duration timeout) {
        this.word = word;
        this.doubt = doubt;
        this.timeout = timeout;
    }

    /** As it stands in keys. */
    public String word() {
        return word;
    }

    public Doubt doubt() {
        return doubt;
    }

    public Witness witness() {
        return switch (this) {
            case RUN, DEPLOY -> Witness.DATA_FOLDER;
            case PUSH, CHANGE_REQUEST, MERGE -> Witness.OUTSIDE;
        };
    }

    /** Bound on one observe, apply or settle, everything included. */
    public Duration timeout() {
        return timeout;
    }
}
