package dev.baton.engine;

/**
 * What the settings of the two leases select.
 *
 * @param turns where only the head of a merge queue lands
 * @param takeover when a task is taken from its owner
 */
public record Leases(Turns turns, Takeover takeover) {
    /** Only heads land, and the dead own nothing. */
    static Leases everywhere(Registry registry) {
        return new Leases(Turns.HEAD_ONLY, Takeover.fromTheDead(registry));
    }
}
