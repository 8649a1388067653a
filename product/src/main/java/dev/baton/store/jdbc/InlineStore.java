package dev.baton.store.jdbc;

import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.StoreUnavailable;
import dev.baton.store.WriteResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The same statements and transactions as {@link SqlStore}, on the caller's thread and one
 * connection: who reads or writes must not be inside another read or write.
 */
final class InlineStore implements Store {
    private final Connection connection;
    private final SqlTx reads;
    private final Transactions transactions;
    private final Figures figures = new Figures();

    InlineStore(Connection connection, Runnable onFailed, Consumer<String> statements) {
        this.connection = connection;
        Handle handle = Jdbi.open(connection);
        this.reads = SqlTx.on(handle);
        Handle writing = Jdbi.open(connection);
        writing.getConfig(SqlStatements.class).setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                statements.accept(context.getRawSql());
            }
        });
        this.transactions = new SqliteTransactions(connection, SqlTx.on(writing), figures, onFailed);
    }

    @Override
    public <T> WriteResult<T> write(String what, Work<T> work) {
        return transactions.run(what, work);
    }

    @Override
    public <T> T read(Function<Reads, T> work) {
        figures.reads.increment();
        try {
            execute("begin");
            try {
                return work.apply(reads);
            } finally {
                execute("commit");
            }
        } catch (JdbiException | SQLException e) {
            throw new StoreUnavailable("read: expected an answer, found: " + e.getMessage(), e);
        }
    }

    @Override
    public Counters counters() {
        return figures.now();
    }

    @Override
    public boolean healthy() {
        return transactions.healthy();
    }

    /** The connection is the caller's. */
    @Override
    public void close() {}

    private void execute(String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
