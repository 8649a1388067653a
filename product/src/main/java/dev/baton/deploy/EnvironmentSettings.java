package dev.baton.deploy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An environment whose deploys are commands.
 *
 * @param start the deploy command; runs in a checkout of the commit
 * @param status asks what became of a deploy; null = nobody can be asked
 * @param rollback brings back what was there before; null = none
 * @param timeout how long the deploy command may take
 * @param windows when deploys may begin
 * @param health null = that the deploy command ended well is enough
 */
public record EnvironmentSettings(
        String start,
        @Nullable String status,
        @Nullable String rollback,
        Duration timeout,
        WindowsSettings windows,
        @Nullable HealthSettings health) {
    public static final Duration TIMEOUT_DEFAULT = Duration.ofMinutes(10);

    public EnvironmentSettings {
        if (start.isBlank() || !timeout.isPositive()) {
            throw new IllegalArgumentException(
                    "environment: expected a deploy command and a positive timeout, found '" + start
                            + "', " + timeout);
        }
    }
}
