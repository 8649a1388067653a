package dev.baton.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One PostgreSQL for the tests of a JVM, started when the first asks for it and stopped with the
 * JVM. A folder names a database: a new folder gets an empty one, the same folder the same again,
 * until some folders later its turn comes to be emptied for another.
 */
public final class EmbeddedServer {
    private static final int DATABASES_MAX = 4;
    private static final String USER = "postgres";

    private final EmbeddedPostgres server;
    private final Map<Path, String> databases = new LinkedHashMap<>();

    private EmbeddedServer(EmbeddedPostgres server) {
        this.server = server;
    }

    private static final class Running {
        static final EmbeddedServer SERVER = start();
    }

    /** The one of this JVM. */
    public static EmbeddedServer running() {
        return Running.SERVER;
    }

    private static EmbeddedServer start() {
        try {
            // By itself it would be told that the disk does not matter; that is what is tested.
            return new EmbeddedServer(EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("max_connections", "200")
                    // A test of a deadlock needs no second of it.
                    .setServerConfig("deadlock_timeout", "50ms")
                    .setLocaleConfig("locale", "C")
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database of a folder, with the newest tables. */
    public PostgresSettings settings(Path folder) {
        return settings(database(folder));
    }

    /** As its superuser. */
    DataSource connections(Path folder) {
        return source(database(folder));
    }

    /** A database without tables. */
    PostgresSettings empty(String name) {
        admin("create database " + name);
        return settings(name);
    }

    PostgresSettings settings(String database) {
        return new PostgresSettings(
                new PostgresSettings.Address(
                        USER, "localhost", server.getPort(), database, Map.of()),
                null,
                "test pid " + ProcessHandle.current().pid());
    }

    DataSource named(String database) {
        return source(database);
    }

    /** Says something to the server, in no database of a test. */
    void admin(String statement) {
        run(source(USER), statement);
    }

    static void run(DataSource source, String statement) {
        try (Connection connection = source.getConnection();
                Statement run = connection.createStatement()) {
            run.execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(statement, e);
        }
    }

    static int number(DataSource source, String question) {
        try (Connection connection = source.getConnection();
                Statement ask = connection.createStatement();
                ResultSet answer = ask.executeQuery(question)) {
            answer.next();
            return answer.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(question, e);
        }
    }

    private synchronized String database(Path folder) {
        String known = databases.get(folder);
        if (known != null) {
            return known;
        }
        String name = databases.size() < DATABASES_MAX
                ? fresh("baton_" + databases.size())
                : emptied(Objects.requireNonNull(
                        databases.remove(databases.keySet().iterator().next())));
        databases.put(folder, name);
        return name;
    }

    private String fresh(String name) {
        admin("create database " + name);
        PostgresStores.open(settings(name), () -> {}).close();
        return name;
    }

    /** Many times faster than a database of its own for each test. */
    private String emptied(String name) {
        admin("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name
                + "'");
        run(source(name), """
                do $$
                begin
                  execute (
                    select 'truncate ' || string_agg(quote_ident(tablename), ', ')
                      || ' restart identity'
                    from pg_tables
                    where schemaname = 'public'
                      and tablename <> 'flyway_schema_history');
                end $$
                """);
        return name;
    }

    private PGSimpleDataSource source(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"localhost"});
        source.setPortNumbers(new int[] {server.getPort()});
        source.setUser(USER);
        source.setDatabaseName(database);
        return source;
    }
}
