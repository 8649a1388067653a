package dev.baton.deploy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When an environment is healthy; asked either by HTTP or by a command.
 *
 * @param url answers 200 and JSON; null = a command is asked
 * @param json the field of the JSON that has the deployed commit, dots between names; null with a
 *     command
 * @param command answers by exit code 0; null = HTTP is asked
 * @param successes healthy answers in a row
 * @param deadline for all of them, from the end of the deploy command
 */
public record HealthSettings(
        @Nullable String url,
        @Nullable String json,
        @Nullable String command,
        int successes,
        Duration deadline) {
    public static final int SUCCESSES_DEFAULT = 1;
    public static final Duration DEADLINE_DEFAULT = Duration.ofMinutes(2);

    public HealthSettings {
        if ((url == null) == (command == null) || (url == null) != (json == null)) {
            throw new IllegalArgumentException(
                    "health: expected either url and json or a command, found url " + url
                            + ", json " + json + ", command " + command);
        }
        if (successes < 1 || !deadline.isPositive()) {
            throw new IllegalArgumentException(
                    "health: expected at least one success and a positive deadline, found "
                            + successes + ", " + deadline);
        }
    }
}
