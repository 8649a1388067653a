package dev.baton.config;

import java.time.Duration;

/**
 * Runs whose process is gone, and runs that never end.
 *
 * @param enabled whether runs are reaped; takeover of dead owners goes on without
 * @param interval how often it looks
 * @param deadTicks so many looks in a row must find a run dead where that cannot be proven
 * @param finalizeGrace how long a finished run may wait for whoever works on its result
 * @param finalizerLiveness whether a living finalizer is waited for
 * @param runningMax the longest any run may take, whatever it says; above every declared timeout
 */
public record ReaperSettings(
        boolean enabled,
        Duration interval,
        int deadTicks,
        Duration finalizeGrace,
        boolean finalizerLiveness,
        Duration runningMax) {
    public static final ReaperSettings DEFAULT = new ReaperSettings(
            true, Duration.ofSeconds(5), 2, Duration.ofSeconds(60), true, Duration.ofHours(2));

    /** The longest timeout that may be declared anywhere. */
    public Duration timeoutMax() {
        return runningMax.minus(finalizeGrace).minusMillis(1);
    }
}
