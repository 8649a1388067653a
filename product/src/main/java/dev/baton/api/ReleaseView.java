package dev.baton.api;

/**
 * A task that was taken from its owner.
 *
 * @param released who held it, and since when
 * @param epoch of the task now
 */
public record ReleaseView(String task, TransitionLeaseView.Held released, long epoch) {}
