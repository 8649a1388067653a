package dev.baton.simulation;

/** Ends a fiber where it stands: what the engine may not catch. */
final class Died extends Error {
    Died(String where) {
        super(where, null, false, false);
    }
}
