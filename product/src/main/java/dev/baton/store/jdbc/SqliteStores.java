package dev.baton.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import dev.baton.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/** Opens stores on SQLite files. */
public final class SqliteStores {
    private static final Logger log = LoggerFactory.getLogger(SqliteStores.class);
    private static final String MIGRATIONS = "db/sqlite";
    // Hikari's least.
    private static final long WAIT_MILLIS_MIN = 250;

    private SqliteStores() {}

    /**
     * Opens the file, brings its tables up to date and checks that commits are durable. The caller
     * holds the lock of the data folder, for longer than the store is open.
     *
     * @param onFailed called once, on a thread of its own, when writes cannot be trusted any more;
     *     it makes the server not ready and ends it
     * @throws PermanentFailure if the file cannot be used, or is not as durable as it has to be
     */
    public static Store open(SqliteSettings settings, Runnable onFailed) {
        return open(settings, onFailed, connections(settings));
    }

    /** As above, with the writer's connection from elsewhere, so that tests can make it fail. */
    static Store open(SqliteSettings settings, Runnable onFailed, DataSource writerSource) {
        Path file = settings.file().toAbsolutePath();
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw unusable(file, e);
        }
        SQLiteDataSource connections = connections(settings);
        Migrations.apply(connections, MIGRATIONS, "sqlite " + file);
        try {
            Connection writing = writerSource.getConnection();
            SqliteDurability durability = SqliteDurability.read(writing).demand(file);
            log.info("store: sqlite {} {} readers={}", file, durability, settings.readersMax());
            Figures figures = new Figures();
            return new SqlStore(
                    new Writers(1, new SqliteTransactions(writing, figures, onFailed), figures),
                    new ReadPool(readers(settings, connections), Dialect.SQLITE, figures),
                    figures);
        } catch (SQLException e) {
            throw unusable(file, e);
        }
    }

    private static HikariConfig readers(SqliteSettings settings, DataSource connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store-readers");
        config.setDataSource(connections);
        config.setMaximumPoolSize(settings.readersMax());
        config.setMinimumIdle(1);
        config.setMaxLifetime(0);
        config.setConnectionTimeout(
                Math.max(WAIT_MILLIS_MIN, settings.busyTimeout().toMillis()));
        config.setConnectionInitSql("pragma query_only = on");
        return config;
    }

    /**
     * The same statements and transactions on a connection of the caller, with no thread of its
     * own and no demand on durability: for the simulator, which is single-threaded and for which a
     * crash is what was not committed. The tables are there already.
     *
     * @param statements told the text of each statement of a write, right before it runs; what it
     *     throws ends the transaction there
     */
    public static Store inline(
            Connection connection, Runnable onFailed, Consumer<String> statements) {
        return new InlineStore(connection, onFailed, statements);
    }

    static SQLiteDataSource connections(SqliteSettings settings) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(Math.toIntExact(settings.busyTimeout().toMillis()));
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + settings.file().toAbsolutePath());
        return source;
    }

    private static PermanentFailure unusable(Path file, Exception cause) {
        return new PermanentFailure(
                FailureCode.STORE,
                "store sqlite %s: expected a database that can be read and written, found: %s."
                                .formatted(file, cause.getMessage())
                        + " The server does not start",
                cause);
    }
}
