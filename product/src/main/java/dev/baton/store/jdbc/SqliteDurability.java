package dev.baton.store.jdbc;

import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a connection answers about how safe its commits are; not what it was told to do. */
record SqliteDurability(
        String version,
        String journalMode,
        int synchronous,
        int foreignKeys,
        int busyTimeoutMillis) {

    private static final int FULL = 2;
    private static final int ON = 1;

    static SqliteDurability read(Connection connection) throws SQLException {
        return new SqliteDurability(
                answer(connection, "select sqlite_version()"),
                answer(connection, "pragma journal_mode"),
                Integer.parseInt(answer(connection, "pragma synchronous")),
                Integer.parseInt(answer(connection, "pragma foreign_keys")),
                Integer.parseInt(answer(connection, "pragma busy_timeout")));
    }

    /** Refuses anything less than what the protocol builds on. */
    SqliteDurability demand(Path file) {
        if (!journalMode.equals("wal")
                || synchronous != FULL
                || foreignKeys != ON
                || busyTimeoutMillis < 1) {
            throw new PermanentFailure(
                    FailureCode.STORE,
                    ("store sqlite %s: expected journal_mode=wal synchronous=full foreign_keys=on"
                                    + " and a busy_timeout, found %s. The server does not start:"
                                    + " put the data folder on a local disk")
                            .formatted(file, this));
        }
        return this;
    }

    @Override
    public String toString() {
        return "version=%s journal_mode=%s synchronous=%s foreign_keys=%s busy_timeout=%dms"
                .formatted(
                        version,
                        journalMode,
                        synchronous == FULL ? "full" : Integer.toString(synchronous),
                        foreignKeys == ON ? "on" : "off",
                        busyTimeoutMillis);
    }

    private static String answer(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            if (!answer.next()) {
                throw new SQLException(question + ": expected an answer, found none");
            }
            return answer.getString(1);
        }
    }
}
