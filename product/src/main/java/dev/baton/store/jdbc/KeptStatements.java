package dev.baton.store.jdbc;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Keeps the statements of one connection to SQLite prepared between uses: its driver keeps none,
 * and a third of all time in the store went into preparing the same few hundred. For one thread at
 * a time, on a connection whose tables stay.
 */
final class KeptStatements implements StatementBuilder {
    private final StatementBuilder builder = new DefaultStatementBuilder();
    private final Connection own;
    private final Map<String, Deque<PreparedStatement>> idle = new HashMap<>();
    private final IdentityHashMap<Statement, String> texts = new IdentityHashMap<>();

    /**
     * @param own what statements are prepared on; those of a pool's wrapping would end with each
     *     return to the pool
     */
    KeptStatements(Connection own) {
        this.own = own;
    }

    @Override
    public Statement create(Connection connection, StatementContext context) throws SQLException {
        return builder.create(own, context);
    }

    /** One that is in use, further out on the stack, is not idle. */
    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context)
            throws SQLException {
        PreparedStatement kept = of(sql).poll();
        if (kept == null) {
            kept = builder.create(own, sql, context);
            texts.put(kept, sql);
        }
        return kept;
    }

    @Override
    public CallableStatement createCall(Connection connection, String sql, StatementContext context)
            throws SQLException {
        return builder.createCall(own, sql, context);
    }

    /** The text it is closed with is not the one it was made of, where there are parameters. */
    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
        String text = texts.get(statement);
        if (text != null && statement instanceof PreparedStatement prepared) {
            prepared.clearParameters();
            of(text).push(prepared);
        } else {
            statement.close();
        }
    }

    private Deque<PreparedStatement> of(String sql) {
        return idle.computeIfAbsent(sql, _ -> new ArrayDeque<>());
    }
}
