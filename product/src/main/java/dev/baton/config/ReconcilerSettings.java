package dev.baton.config;

import java.time.Duration;

/**
 * Reading the forge again, for what nobody told.
 *
 * @param enabled whether it runs; without it nothing is lost, people are only told later
 * @param interval how often
 */
public record ReconcilerSettings(boolean enabled, Duration interval) {
    public static final ReconcilerSettings DEFAULT =
            new ReconcilerSettings(true, Duration.ofSeconds(60));
}
