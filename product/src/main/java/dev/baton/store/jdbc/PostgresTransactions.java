package dev.baton.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.baton.store.Store.Step;
import dev.baton.store.Store.Work;
import dev.baton.store.StoreUnavailable;
import dev.baton.store.WriteResult;
import dev.baton.store.WriteResult.Committed;
import dev.baton.store.WriteResult.Lost;
import dev.baton.store.WriteResult.Unknown;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Write transactions on PostgreSQL, each on a connection of the pool. Safe for use by many threads.
 *
 * <p>A connection goes back to the pool only after a commit or rollback that was answered. Any
 * other is closed: nobody knows what it would do next, and closing it is what makes the server roll
 * back.
 */
final class PostgresTransactions implements Transactions {
    private static final Logger log = LoggerFactory.getLogger(PostgresTransactions.class);

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final DatabaseLock lock;
    private final Figures figures;

    PostgresTransactions(HikariConfig config, DatabaseLock lock, Figures figures) {
        this.pool = new HikariDataSource(config);
        this.jdbi = Dialect.POSTGRESQL.jdbi(pool);
        this.lock = lock;
        this.figures = figures;
    }

    /** A lost connection comes back; another server on this database does not go away. */
    @Override
    public boolean healthy() {
        return !lock.taken();
    }

    @Override
    public <T> WriteResult<T> run(String what, Work<T> work) {
        if (lock.taken()) {
            return unknown(new StoreUnavailable(
                    "another server has taken the database. Write '" + what + "' was not tried",
                    null));
        }
        Handle handle;
        try {
            handle = jdbi.open();
        } catch (JdbiException e) {
            log.warn("store: write '{}' was not tried, no connection: {}", what, e.getMessage());
            return unknown(e);
        }
        return new Attempt<T>(what, handle).run(work);
    }

    @Override
    public void close() {
        pool.close();
        lock.close();
    }

    private <T> WriteResult<T> unknown(Throwable cause) {
        figures.unknown.increment();
        return new Unknown<>(cause);
    }

    /** One transaction on one connection. */
    private final class Attempt<T> {
        private final String what;
        private final Handle handle;
        private final Connection connection;
        private boolean answered;

        Attempt(String what, Handle handle) {
            this.what = what;
            this.handle = handle;
            this.connection = handle.getConnection();
        }

        /** The handle is not closed but its connection: Jdbi minds a handle without autocommit. */
        WriteResult<T> run(Work<T> work) {
            boolean ended = false;
            try {
                WriteResult<T> result = switch (work.in(SqlTx.on(handle))) {
                    case Step.Commit<T> commit -> commit(commit.value());
                    case Step.Rollback<T> rollback -> lost(rollback.why());
                };
                ended = true;
                return result;
            } catch (JdbiException e) {
                ended = true;
                return statementFailed(e);
            } finally {
                if (!ended) {
                    rollback();
                }
                giveBack();
            }
        }

        /** PostgreSQL answers the COMMIT of a failed transaction with "rolled back", no error. */
        private WriteResult<T> commit(T value) {
            if (failed()) {
                throw new IllegalStateException("write '" + what + "': expected work that ends at a"
                        + " refused statement, found work that wants to commit. Rolled back");
            }
            try {
                connection.commit();
            } catch (SQLException e) {
                // Whatever the code says: from here on only the next owner of the row knows.
                log.warn("store: write '{}' lost the answer to its commit", what, e);
                return unknown(e);
            }
            answered = true;
            figures.commits.increment();
            return new Committed<>(value);
        }

        private boolean failed() {
            try {
                return connection.unwrap(BaseConnection.class).getTransactionState()
                        == TransactionState.FAILED;
            } catch (SQLException e) {
                // The commit will say what is wrong.
                log.debug("store: write '{}' on a closed connection", what, e);
                return false;
            }
        }

        private WriteResult<T> lost(String why) {
            return rollback()
                    ? new Lost<>(why)
                    : unknown(new StoreUnavailable(
                            "write '" + what + "': the rollback was not answered", null));
        }

        private WriteResult<T> statementFailed(JdbiException e) {
            PostgresTrouble trouble = PostgresTrouble.behind(e).orElse(PostgresTrouble.REFUSED);
            if (trouble == PostgresTrouble.BROKEN || !rollback()) {
                log.warn("store: write '{}' failed before its commit", what, e);
                return unknown(e);
            }
            return switch (trouble) {
                case REFUSED ->
                    throw new IllegalStateException(
                            "write '%s': the database refused it: %s. Rolled back"
                                    .formatted(what, e.getMessage()),
                            e);
                case RACED -> {
                    log.info("store: write '{}' gave way and is rolled back", what, e);
                    yield new Lost<>("write '" + what + "' gave way to another one");
                }
                case WAITED, BROKEN -> {
                    log.warn("store: write '{}' waited too long: {}", what, e.getMessage());
                    yield unknown(e);
                }
            };
        }

        /** Whether the server answered it. */
        private boolean rollback() {
            try {
                connection.rollback();
            } catch (SQLException e) {
                log.warn("store: write '{}' lost the answer to its rollback", what, e);
                return false;
            }
            answered = true;
            figures.rollbacks.increment();
            return true;
        }

        private void giveBack() {
            if (!answered) {
                pool.evictConnection(connection);
            }
            try {
                connection.close();
            } catch (SQLException e) {
                log.debug("store: a connection did not close", e);
            }
        }
    }
}
