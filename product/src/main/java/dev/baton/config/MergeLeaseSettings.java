package dev.baton.config;

import java.time.Duration;

/**
 * The merge queue of a base branch.
 *
 * @param reclaimEnabled whether heads that are gone are removed
 * @param ceiling so long at the head, then to the tail
 * @param ageUp waiting so long raises a task by one class
 */
public record MergeLeaseSettings(boolean reclaimEnabled, Duration ceiling, Duration ageUp) {
    public static final MergeLeaseSettings DEFAULT =
            new MergeLeaseSettings(true, Duration.ofHours(1), Duration.ofMinutes(30));
}
