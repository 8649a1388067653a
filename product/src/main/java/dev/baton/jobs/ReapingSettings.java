package dev.baton.jobs;

import java.time.Duration;

/**
 * When a run is given up.
 *
 * @param deadTicks consecutive rounds in which it must seem dead, where that cannot be proven
 * @param finalizeGrace how long a result may wait before somebody is nudged to take it
 */
public record ReapingSettings(int deadTicks, Duration finalizeGrace) {
    public static final ReapingSettings DEFAULT = new ReapingSettings(2, Duration.ofSeconds(60));

    public ReapingSettings {
        if (deadTicks < 1) {
            throw new IllegalArgumentException(
                    "reaper.dead-ticks: expected at least 1, found " + deadTicks);
        }
    }
}
