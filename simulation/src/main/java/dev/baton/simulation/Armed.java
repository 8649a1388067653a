package dev.baton.simulation;

import org.jspecify.annotations.Nullable;

/**
 * A fault that waits in a fiber.
 *
 * @param after so many points where it could strike are passed before it does
 * @param at only at points of that name; null = at any
 */
record Armed(Fault fault, int after, @Nullable String at) {
    Armed(Fault fault, int after) {
        this(fault, after, null);
    }

    Armed {
        if (after < 0) {
            throw new IllegalArgumentException("expected 0 or more points, found " + after);
        }
    }

    boolean strikesAt(Place place, String name) {
        return fault.strikesAt(place) && (at == null || at.equals(name));
    }

    Armed next() {
        return new Armed(fault, after - 1, at);
    }
}
