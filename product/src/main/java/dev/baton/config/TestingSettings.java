package dev.baton.config;

import java.util.List;

/**
 * Faults on purpose, for tests of Baton itself.
 *
 * @param enabled whether any of it is on
 * @param failpoints names of places that fail
 */
public record TestingSettings(boolean enabled, List<String> failpoints) {
    public static final TestingSettings DEFAULT = new TestingSettings(false, List.of());

    public TestingSettings {
        failpoints = List.copyOf(failpoints);
    }
}
