package dev.baton.model;

/** Kinds of failure at the seams, so that they can be counted. */
public enum FailureCode {
    GIT,
    DISK,
    PROCESS,
    NETWORK,
    FORGE,
    TRACKER,
    AGENT,
    SETTINGS,
    STORE
}
