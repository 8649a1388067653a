package dev.baton.store.jdbc;

import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteException;

/** What an error of SQLite means for the write it ended. */
enum SqliteTrouble {
    /** The statement was wrong or broke a constraint; the disk is well. */
    REFUSED,
    /** Another process held the lock for longer than the timeout. */
    BUSY,
    /** The disk, the file or SQLite itself; also every error nobody has thought of. */
    BROKEN;

    // Extended codes (SQLITE_IOERR_FSYNC …) carry the primary code in their lowest byte.
    private static final int PRIMARY = 0xff;

    /** The trouble behind an exception; empty if it did not come from the database. */
    static Optional<SqliteTrouble> behind(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException error) {
                return Optional.of(of(error));
            }
        }
        return Optional.empty();
    }

    static SqliteTrouble of(SQLException error) {
        if (!(error instanceof SQLiteException sqlite)) {
            return BROKEN;
        }
        return switch (sqlite.getResultCode().code & PRIMARY) {
            case 1, 18, 19, 20, 21, 25 -> REFUSED; // ERROR TOOBIG CONSTRAINT MISMATCH MISUSE RANGE
            case 5, 6 -> BUSY; // BUSY LOCKED
            default -> BROKEN;
        };
    }
}
