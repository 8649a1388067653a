package dev.baton.main;

import dev.baton.model.ProcessIdentity;
import dev.baton.model.Ticker;

import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the process gets from the machine it runs on, in one place so that nothing else asks.
 *
 * @param host which machine it is
 * @param process this process
 * @param ids a new unique one at each call
 */
record Machine(
        Map<String, String> environment,
        InstantSource clock,
        Ticker ticker,
        RandomGenerator random,
        Supplier<String> ids,
        Host host,
        ProcessIdentity process) {
    Machine {
        environment = Map.copyOf(environment);
    }
}
