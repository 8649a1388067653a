package dev.baton.store.jdbc;

import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** What the databases say differently. Statements of the DAOs are the same on both. */
enum Dialect {
    SQLITE("begin") {
        @Override
        Jdbi jdbi(DataSource connections) {
            return Jdbi.create(connections).setStatementBuilderFactory(new KeptByConnection());
        }
    },

    POSTGRESQL("begin isolation level repeatable read read only") {
        @Override
        Jdbi jdbi(DataSource connections) {
            return Jdbi.create(connections).registerArgument(new PostgresText());
        }
    };

    private final String snapshot;

    Dialect(String snapshot) {
        this.snapshot = snapshot;
    }

    /** Opens a transaction that reads in one snapshot. */
    String snapshot() {
        return snapshot;
    }

    /** Binds values as the database takes them. */
    abstract Jdbi jdbi(DataSource connections);
}
