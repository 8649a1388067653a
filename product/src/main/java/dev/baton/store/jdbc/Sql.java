package dev.baton.store.jdbc;

import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** What the DAOs share about running a statement on the connection of their transaction. */
record Sql(Handle handle) {

    Query query(String sql) {
        return handle.createQuery(sql);
    }

    Update update(String sql) {
        return handle.createUpdate(sql);
    }

    /**
     * Runs a guarded update.
     *
     * @param what for the message, with the ids of the guard
     * @return whether the guard held
     */
    static boolean hit(Update guarded, String what) {
        int rows = guarded.execute();
        if (rows > 1) {
            throw new IllegalStateException(
                    "%s: expected at most 1 row, found %d. Rolled back".formatted(what, rows));
        }
        return rows == 1;
    }

    /** Runs an update that must hit its row; anything else is a broken invariant. */
    static void must(Update update, String what) {
        int rows = update.execute();
        if (rows != 1) {
            throw new IllegalStateException(
                    "%s: expected 1 row, found %d. Rolled back".formatted(what, rows));
        }
    }

    static @Nullable Long millis(@Nullable Instant at) {
        return at == null ? null : at.toEpochMilli();
    }

    /** The text of a value that may be missing. */
    static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
