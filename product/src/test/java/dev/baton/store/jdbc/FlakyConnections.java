package dev.baton.store.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Real SQLite connections whose next statement with certain words fails, once. */
final class FlakyConnections implements DataSource {
    private final DataSource real;
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Connection> opened = new AtomicReference<>();

    /**
     * What goes wrong.
     *
     * @param words a part of the statement, in lower case
     * @param applied whether it is executed before the error is answered
     */
    record Fault(String words, SQLiteErrorCode code, boolean applied) {}

    private FlakyConnections(DataSource real) {
        this.real = real;
    }

    static FlakyConnections of(Path folder) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(50);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + folder.resolve(SqliteSettings.FILE));
        return new FlakyConnections(source);
    }

    void fail(String words, SQLiteErrorCode code) {
        faults.add(new Fault(words, code, false));
    }

    void applyAndFail(String words, SQLiteErrorCode code) {
        faults.add(new Fault(words, code, true));
    }

    /** The file cannot grow any more, as on a full disk; SQLite itself makes the error. */
    void limitPages() throws SQLException {
        Connection connection = Objects.requireNonNull(opened.get());
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma max_page_count = 1");
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = real.getConnection();
        opened.set(connection);
        return proxy(Connection.class, (self, method, arguments) -> {
            Object answer = invoke(connection, method, arguments);
            return switch (answer) {
                case PreparedStatement statement ->
                    statement(PreparedStatement.class, statement, String.valueOf(arguments[0]));
                case Statement statement -> statement(Statement.class, statement, "");
                case null -> null;
                default -> answer;
            };
        });
    }

    private <S extends Statement> S statement(Class<S> type, S real, String prepared) {
        return proxy(type, (self, method, arguments) -> {
            if (!method.getName().startsWith("execute")) {
                return invoke(real, method, arguments);
            }
            String sql = arguments == null ? prepared : String.valueOf(arguments[0]);
            Optional<Fault> fault = take(sql);
            if (fault.isEmpty()) {
                return invoke(real, method, arguments);
            }
            if (fault.get().applied()) {
                invoke(real, method, arguments);
            }
            throw new SQLiteException("injected at: " + sql, fault.get().code());
        });
    }

    private Optional<Fault> take(String sql) {
        Fault first = faults.peek();
        if (first == null || !sql.toLowerCase(Locale.ROOT).contains(first.words())) {
            return Optional.empty();
        }
        faults.remove();
        return Optional.of(first);
    }

    private static Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return real.isWrapperFor(type);
    }
}
