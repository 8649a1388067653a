package dev.baton.model;

/** Monotonic time inside one process, in nanoseconds from an arbitrary origin. */
@FunctionalInterface
public interface Ticker {
    long nanos();
}
