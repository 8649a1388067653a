package dev.baton.store.jdbc;

import dev.baton.store.Store.Work;
import dev.baton.store.WriteResult;

import java.sql.SQLException;

/** Write transactions of one database, each on the thread that calls. */
interface Transactions extends AutoCloseable {
    /** Runs one transaction; what the work throws comes out after the rollback. */
    <T> WriteResult<T> run(String what, Work<T> work);

    /** Whether writes can still be trusted; once false it stays false. */
    boolean healthy();

    @Override
    void close() throws SQLException;
}
