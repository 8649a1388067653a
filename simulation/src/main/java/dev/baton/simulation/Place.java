package dev.baton.simulation;

/** The kinds of points that code passes. */
enum Place {
    /** Before a read transaction. */
    READ,
    /** Before a write transaction. */
    WRITE,
    /** Before a statement of a write transaction. */
    STATEMENT,
    /** After a write transaction, before its caller hears of it. */
    WRITTEN,
    /** Before a request leaves. */
    CALL,
    /** After a request was done, before its caller hears of it. */
    CALLED
}
