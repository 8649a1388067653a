package dev.baton.model;

/** What an environment says of a deployment when it is asked. */
public enum DeployAnswer {
    /** Going on. */
    RUNNING,
    /** There, and well. */
    HEALTHY,
    /** Not there, or not well. */
    FAILED,
    /** The environment has never heard of it. */
    ABSENT,
    /** Nobody to ask, no answer, or one about something else. */
    UNKNOWN
}
