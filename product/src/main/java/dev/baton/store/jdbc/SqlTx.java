package dev.baton.store.jdbc;

import dev.baton.store.Tx;

import org.jdbi.v3.core.Handle;

/** All DAOs on one connection. On a reading connection the database refuses what writes. */
record SqlTx(
        Handle handle,
        TaskDao tasks,
        WorkDao work,
        EffectDao effects,
        GateDao gates,
        QueueDao queue,
        HoldDao holds,
        DeploymentDao deployments,
        HistoryDao history,
        OutboxDao outbox,
        SessionDao sessions,
        LookDao looks,
        BoardQueries board)
        implements Tx {

    static SqlTx on(Handle handle) {
        Sql sql = new Sql(handle);
        return new SqlTx(
                handle,
                new TaskDao(sql),
                new WorkDao(sql),
                new EffectDao(sql),
                new GateDao(sql),
                new QueueDao(sql),
                new HoldDao(sql),
                new DeploymentDao(sql),
                new HistoryDao(sql),
                new OutboxDao(sql),
                new SessionDao(sql),
                new LookDao(sql),
                new BoardQueries(sql));
    }
}
