package dev.baton.config;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The merge queue of a base branch. Whatever is set, a base moves by compare-and-set only.
 *
 * @param reclaimEnabled whether stale heads are sent away
 * @param ceiling so long at the head, in watched time, then to the tail; above what the commands
 *     there may take
 * @param ageUp waiting so long, in watched time, raises a task by one class
 * @param projects where being the head is needed to land; null = all
 */
public record MergeLeaseSettings(
        boolean reclaimEnabled,
        Duration ceiling,
        Duration ageUp,
        @Nullable Set<String> projects) {
    public static final MergeLeaseSettings DEFAULT =
            new MergeLeaseSettings(true, Duration.ofHours(1), Duration.ofMinutes(30), null);

    public MergeLeaseSettings {
        projects = projects == null ? null : Set.copyOf(projects);
    }

    /** Whether being the head is needed to land in that project. */
    public boolean leases(String project) {
        return projects == null || projects.contains(project);
    }

    /** What the commands at the head have to stay below in that project; null = nothing. */
    public @Nullable Duration landingMax(String project) {
        return reclaimEnabled && leases(project) ? ceiling : null;
    }
}
