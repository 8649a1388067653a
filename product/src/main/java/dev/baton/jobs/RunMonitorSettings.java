package dev.baton.jobs;

/**
 * When a run is given up.
 *
 * @param deadTicks consecutive rounds in which it must seem dead, where that cannot be proven
 */
public record RunMonitorSettings(int deadTicks) {
    public static final RunMonitorSettings DEFAULT = new RunMonitorSettings(2);

    public RunMonitorSettings {
        if (deadTicks < 1) {
            throw new IllegalArgumentException(
                    "reaper.dead-ticks: expected at least 1, found " + deadTicks);
        }
    }
}
