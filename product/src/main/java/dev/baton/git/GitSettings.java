package dev.baton.git;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the runner needs to know of the machine.
 *
 * @param program name or path of git
 * @param searchPath the PATH that git and its transports are found on
 * @param home a folder of our own that stays empty; also the working directory of every command
 * @param identity author and committer of what Baton itself commits
 * @param timeout bound on a command that names none
 */
public record GitSettings(
        String program, String searchPath, Path home, GitIdentity identity, Duration timeout) {
    public static final Duration TIMEOUT_DEFAULT = Duration.ofMinutes(2);

    public GitSettings {
        if (!home.isAbsolute()) {
            throw new IllegalArgumentException(
                    "git home: expected an absolute path, found '" + home + "'");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException(
                    "git timeout: expected more than nothing, found " + timeout);
        }
    }

    public static GitSettings of(String searchPath, Path home, GitIdentity identity) {
        return new GitSettings("git", searchPath, home, identity, TIMEOUT_DEFAULT);
    }
}
