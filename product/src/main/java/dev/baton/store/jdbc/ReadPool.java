package dev.baton.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.baton.store.Reads;
import dev.baton.store.StoreUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Connections that cannot write, each read in one snapshot. Safe for use by many threads. */
final class ReadPool implements AutoCloseable {
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Dialect dialect;
    private final Figures figures;

    ReadPool(HikariConfig config, Dialect dialect, Figures figures) {
        this.pool = new HikariDataSource(config);
        this.jdbi = dialect.jdbi(pool);
        this.dialect = dialect;
        this.figures = figures;
    }

    <T> T read(Function<Reads, T> work) {
        figures.reads.increment();
        try (Handle handle = jdbi.open()) {
            return inSnapshot(handle, work);
        } catch (JdbiException | SQLException e) {
            throw new StoreUnavailable("read: expected an answer, found: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private <T> T inSnapshot(Handle handle, Function<Reads, T> work) throws SQLException {
        Connection connection = handle.getConnection();
        execute(connection, dialect.snapshot());
        boolean ended = false;
        try {
            T answer = work.apply(SqlTx.on(handle));
            execute(connection, "commit");
            ended = true;
            return answer;
        } finally {
            if (!ended) {
                drop(connection);
            }
        }
    }

    /** A connection whose snapshot may still be open would show old data to its next reader. */
    private void drop(Connection connection) {
        pool.evictConnection(connection);
    }

    private static void execute(Connection connection, String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
