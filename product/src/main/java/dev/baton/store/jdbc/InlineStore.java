package dev.baton.store.jdbc;

import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.StoreUnavailable;
import dev.baton.store.WriteResult;
import java.sql.Connection;
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
    private final SqlTx reads;
    private final Transactions transactions;
    private final Figures figures = new Figures();

    InlineStore(Connection connection, Runnable onFailed, Consumer<String> statements) {
        KeptStatements kept = new KeptStatements(connection);
        this.reads = SqlTx.on(Jdbi.open(connection).setStatementBuilder(kept));
        Handle writing = Jdbi.open(connection).setStatementBuilder(kept);
        writing.getConfig(SqlStatements.class).setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                statements.accept(context.getRawSql());
            }
        });
        this.transactions =
                new SqliteTransactions(connection, SqlTx.on(writing), figures, onFailed);
    }

    @Override
    public <T> WriteResult<T> write(String what, Work<T> work) {
        return transactions.run(what, work);
    }

    /** No transaction: while one thread reads nobody writes. */
    @Override
    public <T> T read(Function<Reads, T> work) {
        figures.reads.increment();
        try {
            return work.apply(reads);
        } catch (JdbiException e) {
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
}
