package dev.baton.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one schedule came to.
 *
 * @param disturbances processes that vanished, reboots and jumps of the clock
 * @param rollbacks how often an environment was given back what it had before
 * @param ticksToDrain rounds after the faults had stopped until everything was at rest
 */
record Outcomes(
        List<Violation> violations,
        Map<Fault, Integer> faults,
        Map<String, Integer> points,
        long effects,
        long deduplicated,
        long duplicates,
        long disturbances,
        long rollbacks,
        int ticksToDrain,
        List<String> history) {

    static Outcomes of(World world, int ticksToDrain) {
        return new Outcomes(
                List.copyOf(world.violations()),
                new EnumMap<>(world.fibers().struck()),
                world.fibers().points(),
                world.ledger().effects(),
                world.ledger().deduplicated(),
                world.ledger().duplicates(),
                world.units().broken() + world.time().jumps(),
                world.targets().rollbacks(),
                ticksToDrain,
                world.ledger().history());
    }

    boolean holds() {
        return violations.isEmpty();
    }
}
