package dev.baton.store.jdbc;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the PostgreSQL store is opened.
 *
 * @param address which database, as whom
 * @param password null = none, or what the driver finds in {@code ~/.pgpass}
 * @param server who we are, for the others: {@code HOST pid N}
 * @param limits how much at once, how long
 */
public record PostgresSettings(
        Address address, @Nullable String password, String server, Limits limits) {
    private static final int PORT_MAX = 65_535;

    public PostgresSettings(Address address, @Nullable String password, String server) {
        this(address, password, server, Limits.DEFAULT);
    }

    /**
     * A database.
     *
     * @param options of the driver, for TLS: {@code sslmode}, {@code sslrootcert}
     */
    public record Address(
            String user, String host, int port, String database, Map<String, String> options) {
        public Address {
            if (user.isBlank() || host.isBlank() || database.isBlank()) {
                throw new IllegalArgumentException(
                        "postgresql: expected user, host and database, found '%s', '%s', '%s'"
                                .formatted(user, host, database));
            }
            if (port < 1 || port > PORT_MAX) {
                throw new IllegalArgumentException(
                        "postgresql port: expected 1 to 65535, found " + port);
            }
            options = Map.copyOf(options);
        }

        @Override
        public String toString() {
            String name = host.contains(":") ? "[" + host + "]" : host;
            return "postgresql://%s@%s:%d/%s".formatted(user, name, port, database);
        }
    }

    /**
     * The bounds of one server. Every wait ends by itself: a session whose client stands still is
     * ended by PostgreSQL, so that it holds no lock for ever.
     *
     * @param writersMax write transactions at once
     * @param readersMax reads at once
     * @param connect for a connection, from the network or from the pool
     * @param lock for a row that another transaction has
     * @param statement for a statement, a wait for a lock included
     */
    public record Limits(
            int writersMax, int readersMax, Duration connect, Duration lock, Duration statement) {
        /** With the one that holds the lock 17 connections, of PostgreSQL's usual 100. */
        public static final Limits DEFAULT = new Limits(
                8, 8, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(20));

        public Limits {
            if (writersMax < 1 || readersMax < 1) {
                throw new IllegalArgumentException(
                        "store connections: expected at least 1 of each kind, found " + writersMax
                                + " and " + readersMax);
            }
            if (connect.toMillis() < 1
                    || lock.toMillis() < 1
                    || statement.compareTo(lock) <= 0
                    || statement.compareTo(Duration.ofMinutes(5)) > 0) {
                throw new IllegalArgumentException(
                        "store timeouts: expected connect and lock from 1ms, statement more than"
                                + " lock and at most 5m, found " + connect + ", " + lock + ", "
                                + statement);
            }
        }
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
