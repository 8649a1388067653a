package dev.baton.store.jdbc;

import dev.baton.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/**
 * Real stores for tests of what stands on a store. They open as a server's do, durability demanded;
 * only then do their writers stop waiting for the disk at each commit, which a killed process would
 * not notice. Tests of the store that need the wait open it as a server does.
 */
public final class UnsyncedStores {
    private UnsyncedStores() {}

    /** On the file of this folder; a new one gets a copy of tables that were made once. */
    public static Store sqlite(Path folder) {
        return sqlite(folder, () -> {});
    }

    static Store sqlite(Path folder, Runnable onFailed) {
        SqliteSettings settings = SqliteSettings.in(folder);
        try {
            if (!Files.exists(settings.file())) {
                Files.createDirectories(folder);
                Files.write(settings.file(), Tables.MADE);
            }
            Writing writing = new Writing(settings);
            Store store = SqliteStores.open(settings, onFailed, writing);
            writing.stopWaiting();
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On the database that the server of this JVM has for a folder. */
    public static Store postgres(Path folder) {
        return postgres(folder, () -> {});
    }

    static Store postgres(Path folder, Runnable onFailed) {
        PostgresSettings settings = EmbeddedServer.running().settings(folder);
        return PostgresStores.open(settings, onFailed, writing(settings));
    }

    private static DataSource writing(PostgresSettings settings) {
        PostgresSettings.Address at = settings.address();
        String options = "-c synchronous_commit=off -c lock_timeout=%d -c statement_timeout=%d"
                .formatted(
                        settings.limits().lock().toMillis(),
                        settings.limits().statement().toMillis());
        return new PostgresConnections(new PostgresSettings(
                        new PostgresSettings.Address(
                                at.user(),
                                at.host(),
                                at.port(),
                                at.database(),
                                Map.of("options", options)),
                        settings.password(),
                        settings.server(),
                        settings.limits()))
                .limited();
    }

    /** A file with the newest tables and no rows. */
    private static final class Tables {
        static final byte[] MADE = make();

        private static byte[] make() {
            try {
                Path folder = Files.createTempDirectory("baton-tables");
                SqliteSettings settings = SqliteSettings.in(folder);
                SqliteStores.open(settings, () -> {}).close();
                byte[] made = Files.readAllBytes(settings.file());
                Files.delete(settings.file());
                Files.delete(folder);
                return made;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Writing extends SQLiteDataSource {
        private final AtomicReference<@Nullable Connection> opened = new AtomicReference<>();

        Writing(SqliteSettings settings) {
            super(SqliteStores.connections(settings).getConfig());
            setUrl(SqliteStores.connections(settings).getUrl());
        }

        @Override
        public SQLiteConnection getConnection(String user, String password) throws SQLException {
            SQLiteConnection connection = super.getConnection(user, password);
            opened.set(connection);
            return connection;
        }

        void stopWaiting() {
            try (Statement statement = Objects.requireNonNull(opened.get()).createStatement()) {
                statement.execute("pragma synchronous = off");
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
    }
}
