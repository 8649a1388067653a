package dev.baton.simulation;

import dev.baton.model.Ticker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that jumps and a monotonic one that does not. */
final class VirtualTime implements InstantSource, Ticker {
    private static final Instant BEGIN = Instant.parse("2026-11-27T00:00:00Z");

    private long wallMillis = BEGIN.toEpochMilli();
    private long nanos;
    private int jumps;

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(wallMillis);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    void advance(Duration by) {
        wallMillis += by.toMillis();
        nanos += by.toNanos();
    }

    /** The wall clock alone, in either direction. */
    void jump(Duration by) {
        wallMillis += by.toMillis();
        jumps++;
    }

    int jumps() {
        return jumps;
    }
}
