package dev.baton.store.jdbc;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an error of PostgreSQL means for the transaction it ended, if COMMIT was not sent yet. */
enum PostgresTrouble {
    /** The statement was wrong or broke a constraint; the server is well. */
    REFUSED,
    /** The server chose this transaction to give way: it is rolled back and may be tried again. */
    RACED,
    /** Somebody held a lock, or the statement took, for longer than the timeout. */
    WAITED,
    /** The connection, the server or its disk; also every error nobody has thought of. */
    BROKEN;

    /** The trouble behind an exception; empty if it did not come from the database. */
    static Optional<PostgresTrouble> behind(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException error) {
                return Optional.of(of(error.getSQLState()));
            }
        }
        return Optional.empty();
    }

    static PostgresTrouble of(@Nullable String state) {
        return switch (state == null ? "" : state) {
            case "40001", "40P01" -> RACED; // serialization_failure deadlock_detected
            case "55P03", "57014" -> WAITED; // lock_not_available query_canceled
            // read_only_sql_transaction: a standby; the primary is elsewhere now.
            // idle_in_transaction_session_timeout: the session is gone.
            case "25006", "25P03" -> BROKEN;
            case String other -> ofClass(other);
        };
    }

    private static PostgresTrouble ofClass(String state) {
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "0A", "21", "22", "23", "25", "42", "44" -> REFUSED;
            default -> BROKEN;
        };
    }
}
