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

    /** Bound on one observe, apply or settle, everything included. */
    public Duration timeout() {
        return timeout;
    }
}
