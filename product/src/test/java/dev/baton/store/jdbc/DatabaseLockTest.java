package dev.baton.store.jdbc;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock of a server on its PostgreSQL. */
class DatabaseLockTest {
    private static final String TRY = "select pg_try_advisory_lock(?)";

    @TempDir
    Path folder;

    private final AtomicInteger ended = new AtomicInteger();

    /** The session that was opened for the try lives, which says nothing about the lock. */
    @Test
    void isTakenAgainAfterAFailedTryOnALivingSession() throws SQLException {
        PostgresSettings settings = EmbeddedServer.running().settings(folder);
        PostgresConnections connections = new PostgresConnections(settings);
        AtomicBoolean fails = new AtomicBoolean(true);
        try (DatabaseLock lock = DatabaseLock.take(
                failing(connections.limited(), fails), connections, ended::incrementAndGet)) {
            EmbeddedServer.running()
                    .admin("select pg_terminate_backend(pid, 5000) from pg_locks"
                            + " where locktype = 'advisory' and granted");

            await().until(() -> !fails.get() && locks(connections) == 1);
            assertThat(lock.taken()).isFalse();
            assertThat(ended).hasValue(0);
        }
    }

    private static int locks(PostgresConnections connections) throws SQLException {
        try (Connection connection = connections.limited().getConnection();
                var statement = connection.createStatement();
                var answer = statement.executeQuery(
                        "select count(*) from pg_locks where locktype = 'advisory' and granted"
                                + " and database = (select oid from pg_database"
                                + " where datname = current_database())")) {
            answer.next();
            return answer.getInt(1);
        }
    }

    /** Whose first try for the lock fails. */
    private static DataSource failing(DataSource real, AtomicBoolean fails) {
        return proxy(DataSource.class, real, (name, arguments) -> {}, fails);
    }

    /** What happens before a call. */
    private interface Before {
        void call(String name, Object[] arguments) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, T real, Before before, AtomicBoolean fails) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    before.call(method.getName(), arguments == null ? new Object[0] : arguments);
                    try {
                        Object answer = method.invoke(real, arguments);
                        return answer instanceof Connection connection
                                ? proxy(Connection.class, connection, once(fails), fails)
                                : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                }));
    }

    private static Before once(AtomicBoolean fails) {
        return (name, arguments) -> {
            if (name.equals("prepareStatement")
                    && TRY.equals(arguments[0])
                    && fails.compareAndSet(true, false)) {
                throw new SQLException("statement timeout", "57014");
            }
        };
    }
}
