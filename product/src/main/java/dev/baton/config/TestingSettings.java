package dev.baton.config;

import java.util.List;

/**
 * Faults on purpose, for tests of Baton itself.
 *
 * @param enabled whether any of it is on
 * @param failpoints what happens where
 */
public record TestingSettings(boolean enabled, List<Armed> failpoints) {
    public static final TestingSettings DEFAULT = new TestingSettings(false, List.of());

    public TestingSettings {
        failpoints = List.copyOf(failpoints);
    }

    /**
     * A point with what happens there.
     *
     * @param nth the first time is 1; at no other time does it happen
     */
    public record Armed(Failpoint point, Action action, int nth) {}

    /** What happens at a point. */
    public enum Action {
        /** Its name is written into {@code DATA/failpoints.log}, each time. */
        NOTE,
        /** The process ends itself by SIGKILL. */
        KILL,
        /** The process ends without its shutdown hooks. */
        HALT,
        /** The process stops itself by SIGSTOP; somebody else lets it go on. */
        STOP,
        /** The thread stands still until it is interrupted. */
        HANG,
        /** The call fails. */
        THROW
    }
}
