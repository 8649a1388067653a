package dev.baton.jobs;

import java.time.Duration;

/**
 * How long the files of finished tasks are kept. Ages are wall time: a wrong clock sweeps sooner or
 * later, and never what belongs to a task that is not over.
 *
 * @param enabled whether files are swept by themselves; by hand they can always be
 * @param clones clones of tasks, and what was handed to runs
 * @param logs folders of runs with their logs, and clones that were set aside for a person
 */
public record SweepSettings(boolean enabled, Duration clones, Duration logs) {
    public static final SweepSettings DEFAULT =
            new SweepSettings(true, Duration.ofDays(7), Duration.ofDays(30));
}
