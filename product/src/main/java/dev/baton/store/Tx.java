package dev.baton.store;

/** An open write transaction: everything that can be read and written. */
public interface Tx extends Reads {
    @Override
    TaskWrites tasks();

    @Override
    WorkWrites work();

    @Override
    EffectWrites effects();

    @Override
    GateWrites gates();

    @Override
    QueueWrites queue();

    @Override
    HoldWrites holds();

    @Override
    DeploymentWrites deployments();

    @Override
    HistoryWrites history();

    @Override
    OutboxWrites outbox();

    @Override
    SessionWrites sessions();

    @Override
    LookWrites looks();
}
