package dev.baton.simulation;

import dev.baton.store.Store;
import dev.baton.store.jdbc.SqliteSettings;
import dev.baton.store.jdbc.SqliteStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConnection;

/**
 * SQLite in memory, with the product's tables. Emptied for each schedule;
 * what was committed survives every crash of a server, and nothing else does.
 */
final class Database implements AutoCloseable {
    /** But for the history of migrations. */
    private static final String TABLES = """
            select name
            from sqlite_schema
            where type = 'table'
              and name not like 'sqlite_%'
              and name not like 'flyway_%'
            """;

    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private final SQLiteConnection connection;
    private final Store store;
    private final Memory memory = new Memory();
    private Runnable statements = () -> {};

    Database(byte[] image) {
        try {
            Connection opened = DriverManager.getConnection("jdbc:sqlite::memory:");
            connection = opened.unwrap(SQLiteConnection.class);
            connection.deserialize("main", image);
            execute("pragma journal_mode = memory");
            store = SqliteStores.inline(connection, () -> {}, sql -> statements.run());
        } catch (SQLException e) {
            throw new IllegalStateException("no database in memory: " + e.getMessage(), e);
        }
    }

    /** A database as the product makes it at its first start. */
    static byte[] image() {
        try {
            Path folder = Files.createTempDirectory("baton-simulation");
            Path file = folder.resolve(SqliteSettings.FILE);
            SqliteStores.open(SqliteSettings.in(folder), () -> {}).close();
            try (Connection opened = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = opened.createStatement()) {
                // A database in memory has no write-ahead log.
                statement.execute("pragma journal_mode = delete");
            }
            byte[] image = Files.readAllBytes(file);
            Files.delete(file);
            Files.delete(folder);
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("no image of a database: " + e.getMessage(), e);
        }
    }

    /**
     * Empties every table, which is a fresh database to whoever cannot see its pages; statements
     * stay prepared. Tables that a protocol made for itself stay too.
     */
    void reset() {
        memory.clear();
        execute("pragma foreign_keys = off");
        for (List<String> table : rows(TABLES)) {
            execute("delete from " + table.getFirst());
        }
        execute("delete from sqlite_sequence");
        execute("pragma foreign_keys = on");
    }

    Connection connection() {
        return connection;
    }

    /**
     * The product's store on it. One for all servers, since each would read every statement anew;
     * that a server's store has failed is remembered by its host.
     */
    Store store() {
        return store;
    }

    Memory memory() {
        return memory;
    }

    /** Told before each statement of a write. */
    void statements(Runnable told) {
        statements = told;
    }

    /** One that is not worth keeping. */
    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    /** Answers how many rows it changed. */
    int update(String sql, Object... values) {
        try {
            return prepared(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    /** Rows as lists of texts; null is "". */
    List<List<String>> rows(String sql, Object... values) {
        try (ResultSet rows = prepared(sql, values).executeQuery()) {
            int columns = rows.getMetaData().getColumnCount();
            List<List<String>> found = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    String text = rows.getString(i);
                    row.add(text == null ? "" : text);
                }
                found.add(row);
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("not closed: " + e.getMessage(), e);
        }
    }
}
