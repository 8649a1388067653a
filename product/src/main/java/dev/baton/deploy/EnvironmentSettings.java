package dev.baton.deploy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An environment whose deploys are commands.
 *
 * @param from whose programs the deploy commands run
 * @param start the deploy command; runs in a checkout of the commit
 * @param status asks what became of a deploy; null = nobody can be asked
 * @param rollback brings back what was there before; null = none
 * @param timeout how long the deploy command may take
 * @param windows when deploys may begin
 * @param health null = that the deploy command ended well is enough
 */
public record EnvironmentSettings(
        Source from,
        String start,
        @Nullable String status,
        @Nullable String rollback,
        Duration timeout,
        WindowsSettings windows,
        @Nullable HealthSettings health) {
    public static final Duration TIMEOUT_DEFAULT = Duration.ofMinutes(10);

    /** Whose programs the deploy commands of an environment run. */
    public enum Source {
        /** Those in the folder of baton.yaml, and what is installed: the operator's. */
        SETTINGS,
        /** Those of the commit that is deployed: what agents wrote. */
        REPOSITORY,
        /** Baton's own lines. */
        BATON
    }

    /** One whose programs are the operator's. */
    public EnvironmentSettings(
            String start,
            @Nullable String status,
            @Nullable String rollback,
            Duration timeout,
            WindowsSettings windows,
            @Nullable HealthSettings health) {
        this(Source.SETTINGS, start, status, rollback, timeout, windows, health);
    }

    /** The same with the commit's own script. */
    public EnvironmentSettings ofRepository() {
        return new EnvironmentSettings(
                Source.REPOSITORY, start, status, rollback, timeout, windows, health);
    }

    /** Whether what agents wrote is run. */
    public boolean runsRepository() {
        return from == Source.REPOSITORY;
    }

    public EnvironmentSettings {
        if (start.isBlank() || !timeout.isPositive()) {
            throw new IllegalArgumentException(
                    "environment: expected a deploy command and a positive timeout, found '" + start
                            + "', " + timeout);
        }
    }
}
