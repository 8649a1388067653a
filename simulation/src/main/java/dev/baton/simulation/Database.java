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
import java.util.List;
import org.sqlite.SQLiteConnection;

/**
 * SQLite in memory, with the product's tables. It is made anew for each schedule from one image;
 * what was committed survives every crash of a server, and nothing else does.
 */
final class Database implements AutoCloseable {
    private final byte[] image;
    private final SQLiteConnection connection;
    private final Store store;
    private final Memory memory = new Memory();
    private Runnable statements = () -> {};

    Database(byte[] image) {
        this.image = image;
        try {
            Connection opened = DriverManager.getConnection("jdbc:sqlite::memory:");
            connection = opened.unwrap(SQLiteConnection.class);
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

    void reset() {
        try {
            memory.clear();
            connection.deserialize("main", image);
            execute("pragma foreign_keys = on");
            execute("pragma journal_mode = memory");
        } catch (SQLException e) {
            throw new IllegalStateException("no fresh database: " + e.getMessage(), e);
        }
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

    void execute(String sql, Object... values) {
        try (PreparedStatement statement = prepared(sql, values)) {
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    /** Answers how many rows it changed. */
    int update(String sql, Object... values) {
        try (PreparedStatement statement = prepared(sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    /** Rows as lists of texts; null is "". */
    List<List<String>> rows(String sql, Object... values) {
        try (PreparedStatement statement = prepared(sql, values);
                ResultSet rows = statement.executeQuery()) {
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
        PreparedStatement statement = connection.prepareStatement(sql);
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
