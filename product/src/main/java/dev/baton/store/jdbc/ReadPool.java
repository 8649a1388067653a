package dev.baton.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.baton.store.Reads;
import dev.baton.store.StoreUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Connections that cannot write, each read in one snapshot. Safe for use by many threads. */
final class ReadPool implements AutoCloseable {
    // Hikari's least.
    private static final long WAIT_MILLIS_MIN = 250;

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Figures figures;

    private ReadPool(HikariDataSource pool, Figures figures) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        this.figures = figures;
    }

    static ReadPool open(SqliteSettings settings, DataSource connections, Figures figures) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store-readers");
        config.setDataSource(connections);
        config.setMaximumPoolSize(settings.readersMax());
        config.setMinimumIdle(1);
        config.setMaxLifetime(0);
        config.setConnectionTimeout(
                Math.max(WAIT_MILLIS_MIN, settings.busyTimeout().toMillis()));
        config.setConnectionInitSql("pragma query_only = on");
        return new ReadPool(new HikariDataSource(config), figures);
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
        execute(connection, "begin");
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
