package dev.baton.store;

/** What became of a write transaction. */
public sealed interface WriteResult<T> {
    /** Durable. */
    record Committed<T>(T value) implements WriteResult<T> {}

    /** Nothing was written: somebody else had moved the task. Normal. */
    record Lost<T>(String why) implements WriteResult<T> {}

    /**
     * It may or may not be there. The caller takes over from itself and reads; it never applies an
     * effect on the strength of this.
     */
    record Unknown<T>(Throwable cause) implements WriteResult<T> {}
}
