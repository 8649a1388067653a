package dev.baton.model;

/** What a gate's verdict is bound to. */
public enum GateSubject {
    /** The newest commit of the task's branch. */
    HEAD,
    /** The merge candidate: the commit Baton would land. */
    MERGE,
    /** What an environment answers. */
    ENVIRONMENT
}
