package dev.baton.config;

import org.jspecify.annotations.Nullable;

/**
 * How much runs at once on the whole server.
 *
 * @param concurrencyMax agent jobs
 * @param commandsMax gate, build and deploy jobs
 * @param diskBytesMax of the data folder, beyond which nothing new starts; null = whatever fits
 */
public record JobsSettings(
        int concurrencyMax, int commandsMax, @Nullable Long diskBytesMax) {
    public static final int CONCURRENCY_MAX_DEFAULT = 2;
    public static final int COMMANDS_MAX_DEFAULT = 2;

    public JobsSettings {
        if (concurrencyMax < 1 || commandsMax < 1) {
            throw new IllegalArgumentException("jobs: expected at least 1 slot of each kind, found "
                    + concurrencyMax + " and " + commandsMax);
        }
    }
}
