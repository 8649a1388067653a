package dev.baton.config;

import java.time.Duration;

/**
 * Reading the forge and the tracker again, for what their messages lost.
 *
 * @param enabled whether it runs
 * @param interval how often
 */
public record ReconcilerSettings(boolean enabled, Duration interval) {
    public static final ReconcilerSettings DEFAULT =
            new ReconcilerSettings(true, Duration.ofSeconds(60));
}
