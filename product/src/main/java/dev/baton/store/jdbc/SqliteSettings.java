package dev.baton.store.jdbc;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the SQLite store is opened.
 *
 * @param file the database; its folder is made if it is not there
 * @param readersMax reads at the same time, at least 1
 * @param busyTimeout how long to wait for a lock that another process holds (a backup, a shell)
 *     and for a free reader; from 1 ms to 1 minute
 */
public record SqliteSettings(Path file, int readersMax, Duration busyTimeout) {
    /** Name of the database in the data folder. */
    public static final String FILE = "baton.db";

    public static final int READERS_MAX_DEFAULT = 4;
    public static final Duration BUSY_TIMEOUT_DEFAULT = Duration.ofSeconds(5);

    private static final Duration BUSY_TIMEOUT_MAX = Duration.ofMinutes(1);

    public SqliteSettings {
        if (readersMax < 1) {
            throw new IllegalArgumentException(
                    "store readers: expected at least 1, found " + readersMax);
        }
        if (busyTimeout.toMillis() < 1 || busyTimeout.compareTo(BUSY_TIMEOUT_MAX) > 0) {
            throw new IllegalArgumentException(
                    "store busy timeout: expected 1ms to 1m, found " + busyTimeout);
        }
    }

    /** The defaults, in a data folder. */
    public static SqliteSettings in(Path dataFolder) {
        return new SqliteSettings(
                dataFolder.resolve(FILE), READERS_MAX_DEFAULT, BUSY_TIMEOUT_DEFAULT);
    }
}
