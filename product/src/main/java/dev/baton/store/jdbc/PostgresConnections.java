package dev.baton.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to one PostgreSQL database, and the pools of them. */
record PostgresConnections(PostgresSettings settings) {
    /** PostgreSQL cuts names off here; the pid at the end must stay. */
    private static final int NAME_MAX = 63;

    // Hikari's least.
    private static final long WAIT_MILLIS_MIN = 250;

    /** Later than any statement may last: only a server that says nothing at all is given up. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** What every session of a server is called, by which another one learns who it is. */
    String name() {
        return name(settings.server());
    }

    static String name(String server) {
        String name = "baton " + server;
        return name.length() <= NAME_MAX ? name : name.substring(name.length() - NAME_MAX);
    }

    /** For migrations, which may take long. */
    PGSimpleDataSource unlimited() {
        return source(Map.of());
    }

    /** For everything else. */
    PGSimpleDataSource limited() {
        PostgresSettings.Limits limits = settings.limits();
        PGSimpleDataSource source = source(Map.of(
                "lock_timeout", millis(limits.lock()),
                "statement_timeout", millis(limits.statement()),
                "idle_in_transaction_session_timeout", millis(limits.statement())));
        source.setSocketTimeout(Math.toIntExact(limits.statement().plus(SILENCE).toSeconds()));
        return source;
    }

    private PGSimpleDataSource source(Map<String, String> limits) {
        PostgresSettings.Address address = settings.address();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {address.host()});
        source.setPortNumbers(new int[] {address.port()});
        source.setDatabaseName(address.database());
        source.setUser(address.user());
        if (settings.password() != null) {
            source.setPassword(settings.password());
        }
        source.setApplicationName(name());
        source.setConnectTimeout(Math.max(1, (int) settings.limits().connect().toSeconds()));
        source.setLoginTimeout(source.getConnectTimeout());
        source.setTcpKeepAlive(true);
        source.setOptions(options(limits));
        address.options().forEach((option, value) -> set(source, option, value));
        return source;
    }

    /**
     * Settings of a session. The server looks after clients that are gone without a word, so that
     * the locks of a machine that lost its power are free within half a minute.
     */
    private static String options(Map<String, String> limits) {
        StringBuilder options = new StringBuilder("-c synchronous_commit=on"
                + " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5"
                + " -c tcp_keepalives_count=3 -c client_connection_check_interval=5s");
        limits.forEach(
                (name, value) -> options.append(" -c ").append(name).append('=').append(value));
        return options.toString();
    }

    HikariConfig writers(DataSource source) {
        HikariConfig config = pool("store-writers", source, settings.limits().writersMax());
        config.setAutoCommit(false);
        // The guard UPDATE comes first, so this is enough whatever the database's default is.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return config;
    }

    HikariConfig readers(DataSource source) {
        return pool("store-readers", source, settings.limits().readersMax());
    }

    private HikariConfig pool(String name, DataSource source, int max) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(max);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(
                Math.max(WAIT_MILLIS_MIN, settings.limits().connect().toMillis()));
        config.setValidationTimeout(config.getConnectionTimeout());
        return config;
    }

    private static String millis(Duration time) {
        return time.toMillis() + "ms";
    }

    private static void set(PGSimpleDataSource source, String option, String value) {
        try {
            source.setProperty(option, value);
        } catch (SQLException e) {
            throw new IllegalArgumentException(
                    "postgresql: expected an option of the driver, found " + option, e);
        }
    }
}
