package dev.baton.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilderFactory;
import org.sqlite.SQLiteConnection;

/**
 * The kept statements of each connection in a pool of connections to SQLite. One thread at a time
 * has a connection, and with it its statements.
 */
final class KeptByConnection implements StatementBuilderFactory {
    private final Map<SQLiteConnection, KeptStatements> kept = new ConcurrentHashMap<>();

    @Override
    public StatementBuilder createStatementBuilder(Connection pooled) {
        try {
            SQLiteConnection own = pooled.unwrap(SQLiteConnection.class);
            KeptStatements known = kept.get(own);
            return known == null ? first(own) : known;
        } catch (SQLException e) {
            throw new IllegalStateException("a connection of the pool is none to SQLite", e);
        }
    }

    /** What the pool has closed since is forgotten, and its statements with it. */
    private KeptStatements first(SQLiteConnection own) throws SQLException {
        for (SQLiteConnection other : kept.keySet()) {
            if (other.isClosed()) {
                kept.remove(other);
            }
        }
        KeptStatements first = new KeptStatements(own);
        kept.put(own, first);
        return first;
    }
}
