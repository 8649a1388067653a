package dev.baton.config;

/**
 * One owner a stage transition. The epoch guard itself cannot be switched.
 *
 * @param enabled whether a living owner is protected from being taken over
 * @param reclaimEnabled whether a dead one is taken over
 */
public record TransitionLeaseSettings(boolean enabled, boolean reclaimEnabled) {
    public static final TransitionLeaseSettings DEFAULT = new TransitionLeaseSettings(true, true);
}
