package dev.baton.runs.process;

import dev.baton.model.Ticker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits within a bound; an interrupt ends the wait and stays set. */
record Patience(Ticker ticker) {
    /** Whether it came true in time. */
    boolean until(Duration bound, Duration step, BooleanSupplier met) {
        long end = ticker.nanos() + bound.toNanos();
        while (!met.getAsBoolean()) {
            if (ticker.nanos() - end >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(step.toNanos());
        }
        return true;
    }
}
