package dev.baton.store.jdbc;

import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the tables up to date. */
final class Migrations {
    private Migrations() {}

    /**
     * Applies what is missing.
     *
     * @param location folder of the migrations on the class path
     * @param database for the message
     */
    static void apply(DataSource connections, String location, String database) {
        try {
            Flyway.configure()
                    .dataSource(connections)
                    .locations("classpath:" + location)
                    .loggers("slf4j")
                    .validateMigrationNaming(true)
                    // The default ignores migrations of a newer server; its tables are not ours.
                    .ignoreMigrationPatterns(new String[0])
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new PermanentFailure(
                    FailureCode.STORE,
                    ("store %s: expected a database made by this version of Baton or an older one,"
                                    + " found: %s. The server does not start")
                            .formatted(database, e.getMessage()),
                    e);
        }
    }
}
