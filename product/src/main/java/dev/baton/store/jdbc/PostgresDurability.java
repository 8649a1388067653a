package dev.baton.store.jdbc;

import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a session answers about how safe its commits are; not what it was told to do. */
record PostgresDurability(
        int version,
        String synchronousCommit,
        String fsync,
        String fullPageWrites,
        String encoding,
        boolean standby,
        String timeouts) {

    /** The first that knows {@code is json}, which the checks of the tables use. */
    private static final int VERSION_MIN = 160_000;

    private static final String QUESTION = """
            select
              current_setting('server_version_num') as version,
              current_setting('synchronous_commit') as synchronous_commit,
              current_setting('fsync') as fsync,
              current_setting('full_page_writes') as full_page_writes,
              current_setting('server_encoding') as encoding,
              pg_is_in_recovery() as standby,
              'lock_timeout=' || current_setting('lock_timeout')
                || ' statement_timeout=' || current_setting('statement_timeout') as timeouts
            """;

    static PostgresDurability read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(QUESTION)) {
            answer.next();
            return new PostgresDurability(
                    answer.getInt("version"),
                    answer.getString("synchronous_commit"),
                    answer.getString("fsync"),
                    answer.getString("full_page_writes"),
                    answer.getString("encoding"),
                    answer.getBoolean("standby"),
                    answer.getString("timeouts"));
        }
    }

    /** Refuses anything less than what the protocol builds on. */
    PostgresDurability demand(String database) {
        if (version < VERSION_MIN
                || !synchronousCommit.equals("on")
                || !fsync.equals("on")
                || !encoding.equals("UTF8")
                || standby) {
            throw new PermanentFailure(
                    FailureCode.STORE,
                    ("store %s: expected a primary of PostgreSQL %d or newer with fsync=on"
                                    + " synchronous_commit=on and a database in UTF8, found %s."
                                    + " The server does not start")
                            .formatted(database, VERSION_MIN / 10_000, this));
        }
        return this;
    }

    @Override
    public String toString() {
        return "version=%d.%d synchronous_commit=%s fsync=%s full_page_writes=%s encoding=%s%s %s"
                .formatted(
                        version / 10_000,
                        version % 10_000,
                        synchronousCommit,
                        fsync,
                        fullPageWrites,
                        encoding,
                        standby ? " standby" : "",
                        timeouts);
    }
}
