package dev.baton.jobs;

import java.time.Duration;

/**
 * How long what finished tasks leave is kept. Ages are wall time: a wrong clock sweeps sooner or
 * later, and never what belongs to a task that is not over.
 *
 * @param enabled whether it is removed by itself; files can always be by hand
 * @param clones clones of tasks, and what was handed to runs
 * @param logs folders of runs with their logs, and clones that were set aside for a person
 * @param history events and notices of tasks
 */
public record SweepSettings(boolean enabled, Duration clones, Duration logs, Duration history) {
    public static final SweepSettings DEFAULT =
            new SweepSettings(true, Duration.ofDays(7), Duration.ofDays(30), Duration.ofDays(90));
}
