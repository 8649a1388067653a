package dev.baton.store.jdbc;

import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import dev.baton.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens stores on PostgreSQL databases. */
public final class PostgresStores {
    private static final Logger log = LoggerFactory.getLogger(PostgresStores.class);
    private static final String MIGRATIONS = "db/postgresql";

    private PostgresStores() {}

    /**
     * Takes the database for this server, brings its tables up to date and checks that commits are
     * durable.
     *
     * @param onFailed called once, on a thread of its own, when another server has taken the
     *     database; it makes the server not ready and ends it
     * @throws PermanentFailure if the database cannot be used, has another server, or is not as
     *     durable as it has to be
     */
    public static Store open(PostgresSettings settings, Runnable onFailed) {
        return open(settings, onFailed, new PostgresConnections(settings).limited());
    }

    /** As above, with the writers' connections from elsewhere, so that tests can make them fail. */
    static Store open(PostgresSettings settings, Runnable onFailed, DataSource writing) {
        PostgresConnections connections = new PostgresConnections(settings);
        try {
            log(settings, connections.limited());
            DatabaseLock lock = DatabaseLock.take(connections.limited(), connections, onFailed);
            boolean open = false;
            try {
                Migrations.apply(connections.unlimited(), MIGRATIONS, settings.toString());
                Store store = store(connections, writing, lock);
                open = true;
                return store;
            } finally {
                if (!open) {
                    lock.close();
                }
            }
        } catch (SQLException e) {
            throw new PermanentFailure(
                    FailureCode.STORE,
                    "store %s: expected a database that can be read and written, found: %s."
                                    .formatted(settings, e.getMessage())
                            + " The server does not start",
                    e);
        }
    }

    private static void log(PostgresSettings settings, DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            PostgresDurability durability =
                    PostgresDurability.read(connection).demand(settings.toString());
            log.info(
                    "store: {} {} writers={} readers={}",
                    settings,
                    durability,
                    settings.limits().writersMax(),
                    settings.limits().readersMax());
        }
    }

    private static Store store(
            PostgresConnections connections, DataSource writing, DatabaseLock lock) {
        Figures figures = new Figures();
        return new SqlStore(
                new Writers(
                        connections.settings().limits().writersMax(),
                        new PostgresTransactions(connections.writers(writing), lock, figures),
                        figures),
                new ReadPool(
                        connections.readers(connections.limited()), Dialect.POSTGRESQL, figures),
                figures);
    }
}
