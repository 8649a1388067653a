package dev.baton.store;

/** Everything that can be read, in one snapshot. */
public interface Reads {
    TaskReads tasks();

    WorkReads work();

    EffectReads effects();

    GateReads gates();

    QueueReads queue();

    HoldReads holds();

    DeploymentReads deployments();

    HistoryReads history();

    OutboxReads outbox();

    SessionReads sessions();

    LookReads looks();

    BoardReads board();
}
