package dev.baton.model;

/** What a job runs. */
public enum JobKind {
    /** An agent: the main job of a stage. Takes one of {@code jobs.max-concurrency}. */
    AGENT,
    /** The command of a gate. Takes one of {@code jobs.max-commands}, like the kinds below. */
    GATE,
    /** An image build. */
    BUILD,
    /** A deploy command; never killed by machine. */
    DEPLOY
}
