package dev.baton.simulation;

/**
 * A fault that waits in a fiber.
 *
 * @param after so many points where it could strike are passed before it does
 */
record Armed(Fault fault, int after) {
    Armed {
        if (after < 0) {
            throw new IllegalArgumentException("expected 0 or more points, found " + after);
        }
    }

    Armed next() {
        return new Armed(fault, after - 1);
    }
}
