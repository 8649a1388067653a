package dev.baton.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One owner a stage transition. The epoch guard itself cannot be switched.
 *
 * @param enabled whether a living owner is protected from being taken over
 * @param reclaimEnabled whether a dead one is taken over
 * @param projects where living owners are protected; null = all
 */
public record TransitionLeaseSettings(
        boolean enabled, boolean reclaimEnabled, @Nullable List<String> projects) {
    public static final TransitionLeaseSettings DEFAULT =
            new TransitionLeaseSettings(true, true, null);

    public TransitionLeaseSettings {
        projects = projects == null ? null : List.copyOf(projects);
    }
}
