package dev.baton.store.jdbc;

import dev.baton.store.Store.Step;
import dev.baton.store.Store.Work;
import dev.baton.store.StoreUnavailable;
import dev.baton.store.Tx;
import dev.baton.store.WriteResult;
import dev.baton.store.WriteResult.Committed;
import dev.baton.store.WriteResult.Lost;
import dev.baton.store.WriteResult.Unknown;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Write transactions on the one writing connection of SQLite. Used by the writer thread only, but
 * for {@link #healthy}.
 *
 * <p>The connection stays in autocommit mode and begin and commit are executed as statements: the
 * driver's own transactions take the write lock again right after each commit.
 */
final class SqliteTransactions implements Transactions {
    private static final Logger log = LoggerFactory.getLogger(SqliteTransactions.class);

    private final Connection connection;
    private final Tx tx;
    private final Figures figures;
    private final Runnable onFailed;
    private volatile @Nullable Throwable failure;

    SqliteTransactions(Connection connection, Figures figures, Runnable onFailed) {
        this(
                connection,
                SqlTx.on(Jdbi.open(connection).setStatementBuilder(new KeptStatements(connection))),
                figures,
                onFailed);
    }

    /** With the statements on that connection from elsewhere. */
    SqliteTransactions(Connection connection, Tx tx, Figures figures, Runnable onFailed) {
        this.connection = connection;
        this.tx = tx;
        this.figures = figures;
        this.onFailed = onFailed;
    }

    @Override
    public boolean healthy() {
        return failure == null;
    }

    @Override
    public <T> WriteResult<T> run(String what, Work<T> work) {
        Throwable stopped = failure;
        if (stopped != null) {
            return unknown(new StoreUnavailable(
                    "store stopped after I/O error; restart. Write '" + what + "' was not tried",
                    stopped));
        }
        try {
            execute("begin immediate");
        } catch (SQLException e) {
            return notBegun(what, e);
        }
        boolean ended = false;
        try {
            WriteResult<T> result = switch (work.in(tx)) {
                case Step.Commit<T> commit -> commit(what, commit.value());
                case Step.Rollback<T> rollback -> lost(what, rollback.why());
            };
            ended = true;
            return result;
        } catch (JdbiException e) {
            ended = true;
            return statementFailed(what, e);
        } finally {
            if (!ended) {
                undo(what);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private <T> WriteResult<T> notBegun(String what, SQLException e) {
        if (SqliteTrouble.of(e) == SqliteTrouble.BUSY) {
            log.warn("store: write '{}' found the file locked by another process", what, e);
        } else {
            stop(what, e);
        }
        return unknown(e);
    }

    private <T> WriteResult<T> commit(String what, T value) {
        try {
            execute("commit");
        } catch (SQLException e) {
            // Whatever the code says: from here on only the reopened file knows.
            stop(what, e);
            return unknown(e);
        }
        figures.commits.increment();
        return new Committed<>(value);
    }

    private <T> WriteResult<T> lost(String what, String why) {
        try {
            rollback();
        } catch (SQLException e) {
            stop(what, e);
            return unknown(e);
        }
        return new Lost<>(why);
    }

    private <T> WriteResult<T> statementFailed(String what, JdbiException e) {
        SqliteTrouble trouble = SqliteTrouble.behind(e).orElse(SqliteTrouble.REFUSED);
        try {
            rollback();
        } catch (SQLException again) {
            // After some errors of the disk SQLite has rolled back by itself, and says so here.
            e.addSuppressed(again);
            trouble = SqliteTrouble.BROKEN;
        }
        return switch (trouble) {
            case REFUSED ->
                throw new IllegalStateException(
                        "write '%s': the database refused it: %s. Rolled back"
                                .formatted(what, e.getMessage()),
                        e);
            case BUSY -> unknown(e);
            case BROKEN -> {
                stop(what, e);
                yield unknown(e);
            }
        };
    }

    /** The work threw; its exception goes on to the caller after this. */
    private void undo(String what) {
        try {
            rollback();
        } catch (SQLException e) {
            stop(what, e);
        }
    }

    private <T> WriteResult<T> unknown(Throwable cause) {
        figures.unknown.increment();
        return new Unknown<>(cause);
    }

    private void rollback() throws SQLException {
        execute("rollback");
        figures.rollbacks.increment();
    }

    /** Stops writing for good. The hook has a thread of its own, since it will close the store. */
    private void stop(String what, Throwable cause) {
        failure = cause;
        log.error(
                "store: write '{}' failed, its outcome is unknown; no write until restart",
                what,
                cause);
        Thread.ofPlatform().name("store-failed").start(onFailed);
    }

    private void execute(String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
