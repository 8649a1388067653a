package dev.baton.store.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Real connections whose next commit goes wrong in a way that was asked for, once. */
final class LossyConnections {
    private final DataSource real;
    private final Queue<Commit> planned = new ConcurrentLinkedQueue<>();

    /** What happens instead of a commit. */
    @FunctionalInterface
    interface Commit {
        void of(Connection real) throws SQLException;
    }

    LossyConnections(DataSource real) {
        this.real = real;
    }

    void next(Commit commit) {
        planned.add(commit);
    }

    /** The server commits, and the network fails before its answer is here. */
    static void withoutAnswer(Connection real) throws SQLException {
        real.commit();
        throw new SQLException("the answer is lost", "08006");
    }

    /** The network fails for us, while the COMMIT is on its way and arrives when it is let go. */
    static Commit late(CountDownLatch letGo, CountDownLatch arrived) {
        return real -> {
            Thread.ofPlatform().start(() -> {
                try {
                    letGo.await();
                    real.commit();
                    arrived.countDown();
                } catch (InterruptedException | SQLException e) {
                    throw new AssertionError(e);
                }
            });
            throw new SQLException("the answer is lost", "08006");
        };
    }

    DataSource source() {
        return proxy(DataSource.class, (self, method, arguments) -> {
            Object answer = invoke(real, method, arguments);
            return answer instanceof Connection connection ? connection(connection) : answer;
        });
    }

    private Connection connection(Connection connection) {
        boolean[] lost = new boolean[1];
        return proxy(Connection.class, (self, method, arguments) -> {
            Commit commit = method.getName().equals("commit") ? planned.poll() : null;
            if (commit != null) {
                lost[0] = true;
                commit.of(connection);
                return null;
            }
            // What is on its way does not come back because we hang up.
            boolean hangsUp =
                    method.getName().equals("close") || method.getName().equals("abort");
            return lost[0] && hangsUp ? null : invoke(connection, method, arguments);
        });
    }

    private static @Nullable Object invoke(
            Object target, Method method, Object @Nullable [] arguments) throws Throwable {
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
}
