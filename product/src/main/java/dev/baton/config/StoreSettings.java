package dev.baton.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The database. */
public sealed interface StoreSettings {
    String URL_DEFAULT = "sqlite";

    /** A file in the data folder. */
    record Sqlite() implements StoreSettings {}

    /**
     * A database of a PostgreSQL server.
     *
     * @param options for TLS: {@code sslmode}, {@code sslrootcert}
     * @param password null = none, or what the driver finds in {@code ~/.pgpass}
     */
    record Postgresql(
            String user,
            String host,
            int port,
            String database,
            Map<String, String> options,
            @Nullable Secret password)
            implements StoreSettings {
        public static final int PORT_DEFAULT = 5432;

        public Postgresql {
            options = Map.copyOf(options);
        }
    }
}
