package dev.baton.store.jdbc;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Somebody else at the file of a SQLite store: a shell, a backup, a person. */
public final class Stranger implements AutoCloseable {
    private final Process process;

    private Stranger(Process process) {
        this.process = process;
    }

    /** A process of its own that holds the write lock until it is closed. */
    public static Stranger locking(Path file) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stranger.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            if (!"locked".equals(lines.readLine())) {
                process.destroyForcibly();
                throw new IllegalStateException("expected the lock of " + file + ", found none");
            }
        }
        return new Stranger(process);
    }

    /** One statement by hand; no server may be on the file. */
    public static void execute(Path file, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement by = connection.createStatement()) {
            by.execute(statement);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    public static void main(String[] arguments) throws SQLException, InterruptedException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 60000");
            statement.execute("begin immediate");
            System.out.println("locked");
            Thread.currentThread().join();
        }
    }
}
