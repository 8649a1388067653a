package dev.baton.store.jdbc;

import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server per database: an advisory lock of a session of its own. Safety does not depend on it
 * (epochs do that); it saves two servers from fighting.
 *
 * <p>The lock goes with its session, which a restart of PostgreSQL or of the network ends. A
 * watcher takes it again, and goes on trying while PostgreSQL still keeps our own dead session. If
 * another server was faster, this one has to end.
 */
final class DatabaseLock implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DatabaseLock.class);

    /** "baton" in ASCII; advisory locks are numbers. */
    private static final long KEY = 0x6261746f6eL;

    /** A server that was killed holds it for some milliseconds more. */
    private static final Duration DYING_MAX = Duration.ofSeconds(2);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final int ALIVE_SECONDS_MAX = 2;

    private static final String TAKE = "select pg_advisory_lock(?)";
    private static final String TRY = "select pg_try_advisory_lock(?)";

    private static final String HOLDER = """
            select activity.application_name
            from pg_locks
              join pg_stat_activity activity on activity.pid = pg_locks.pid
            where pg_locks.locktype = 'advisory'
              and pg_locks.database = (
                select oid from pg_database where datname = current_database())
              and (pg_locks.classid::bigint << 32 | pg_locks.objid::bigint) = ?
              and pg_locks.objsubid = 1
              and pg_locks.granted
            """;

    private final DataSource connections;
    private final String database;
    private final String name;
    private final Runnable onFailed;
    private final ScheduledExecutorService watcher;
    private Connection session;
    private boolean held = true;
    private volatile boolean taken;

    private DatabaseLock(
            DataSource connections,
            PostgresConnections names,
            Connection session,
            Runnable onFailed) {
        this.connections = connections;
        this.database = names.settings().toString();
        this.name = names.name();
        this.session = session;
        this.onFailed = onFailed;
        this.watcher = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("store-lock").daemon().factory());
    }

    /**
     * @param onFailed called on a thread of its own when another server has taken the database
     * @throws PermanentFailure if another server has it
     */
    static DatabaseLock take(DataSource connections, PostgresConnections names, Runnable onFailed)
            throws SQLException {
        Connection session = connections.getConnection();
        boolean ours = false;
        try {
            ours = waited(session);
            if (!ours) {
                throw new PermanentFailure(
                        FailureCode.SETTINGS,
                        "store " + names.settings() + ": expected no other server on this"
                                + " database, found " + holder(session).orElse("one")
                                + ". Next: stop it, or use another database in store.url");
            }
        } finally {
            if (!ours) {
                session.close();
            }
        }
        DatabaseLock lock = new DatabaseLock(connections, names, session, onFailed);
        var _ = lock.watcher.scheduleWithFixedDelay(
                lock::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return lock;
    }

    /** Whether another server has the database now. */
    boolean taken() {
        return taken;
    }

    /** Takes the lock again if its session is gone, and goes on trying until it has it. */
    synchronized void look() {
        if (taken || watcher.isShutdown()) {
            return;
        }
        try {
            if (!held || !session.isValid(ALIVE_SECONDS_MAX)) {
                again();
            }
        } catch (SQLException e) {
            log.warn("store: {} does not answer: {}", database, e.getMessage());
        }
    }

    private void again() throws SQLException {
        // Until it is known to be, whatever fails on the way: a session that lives is no lock.
        held = false;
        session.close();
        session = connections.getConnection();
        if (answer(session, TRY)) {
            held = true;
            log.info("store: {} answers again, its lock is taken again", database);
            return;
        }
        Optional<String> holder = holder(session);
        session.close();
        if (holder.isPresent() && !holder.get().equals(name)) {
            taken = true;
            log.error(
                    "store: {} was taken by another server ({}) while it did not answer; this one"
                            + " ends",
                    database,
                    holder.get());
            Thread.ofPlatform().name("store-failed").start(onFailed);
        }
    }

    @Override
    public void close() {
        watcher.shutdownNow();
        synchronized (this) {
            try {
                session.close();
            } catch (SQLException e) {
                log.debug("store: the session of the lock did not close", e);
            }
        }
    }

    private static boolean waited(Connection session) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute("set lock_timeout = " + DYING_MAX.toMillis());
        }
        try {
            return answer(session, TAKE);
        } catch (SQLException e) {
            if (PostgresTrouble.of(e.getSQLState()) == PostgresTrouble.WAITED) {
                return false;
            }
            throw e;
        }
    }

    /** What was asked with the key; taking without trying answers nothing, which is yes. */
    private static boolean answer(Connection session, String question) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(question)) {
            statement.setLong(1, KEY);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() && !"f".equals(answer.getString(1));
            }
        }
    }

    private static Optional<String> holder(Connection session) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(HOLDER)) {
            statement.setLong(1, KEY);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() ? Optional.of(answer.getString(1)) : Optional.empty();
            }
        }
    }
}
