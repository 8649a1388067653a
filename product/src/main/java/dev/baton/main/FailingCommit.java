package dev.baton.main;

import dev.baton.config.Failpoint;
import dev.baton.store.BoardReads;
import dev.baton.store.DeploymentWrites;
import dev.baton.store.EffectWrites;
import dev.baton.store.GateWrites;
import dev.baton.store.HistoryWrites;
import dev.baton.store.HoldWrites;
import dev.baton.store.LookWrites;
import dev.baton.store.OutboxWrites;
import dev.baton.store.QueueWrites;
import dev.baton.store.SessionWrites;
import dev.baton.store.TaskWrites;
import dev.baton.store.Tx;
import dev.baton.store.WorkWrites;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * The transaction that moves a task on, with a failpoint after each of its writes. The ports are
 * wrapped by proxies, since a class of forwarding methods for each would hide the points.
 */
record FailingCommit(Tx tx, Failpoints failpoints) implements Tx {
    @Override
    public TaskWrites tasks() {
        return passing(TaskWrites.class, tx.tasks(), Map.of("enter", Failpoint.COMMIT_STAGE));
    }

    @Override
    public WorkWrites work() {
        return passing(
                WorkWrites.class,
                tx.work(),
                Map.of("endJobs", Failpoint.COMMIT_JOBS, "queue", Failpoint.COMMIT_NEXT_JOB));
    }

    @Override
    public QueueWrites queue() {
        return passing(QueueWrites.class, tx.queue(), Map.of("leave", Failpoint.COMMIT_QUEUE));
    }

    @Override
    public OutboxWrites outbox() {
        return passing(OutboxWrites.class, tx.outbox(), Map.of("post", Failpoint.COMMIT_OUTBOX));
    }

    @Override
    public HistoryWrites history() {
        return passing(
                HistoryWrites.class, tx.history(), Map.of("append", Failpoint.COMMIT_HISTORY));
    }

    @Override
    public SessionWrites sessions() {
        return tx.sessions();
    }

    @Override
    public LookWrites looks() {
        return tx.looks();
    }

    @Override
    public BoardReads board() {
        return tx.board();
    }

    @Override
    public EffectWrites effects() {
        return tx.effects();
    }

    @Override
    public GateWrites gates() {
        return tx.gates();
    }

    @Override
    public HoldWrites holds() {
        return passing(
                HoldWrites.class, tx.holds(), Map.of("releasePassed", Failpoint.COMMIT_HOLDS));
    }

    @Override
    public DeploymentWrites deployments() {
        return passing(
                DeploymentWrites.class,
                tx.deployments(),
                Map.of("giveUpDoubt", Failpoint.COMMIT_DEPLOYMENTS));
    }

    /** A point is after the method of that name, where it came back. */
    private <P> P passing(Class<P> port, P real, Map<String, Failpoint> after) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    Object result = called(method, real, arguments);
                    Failpoint point = after.get(method.getName());
                    if (point != null) {
                        failpoints.reached(point);
                    }
                    return result;
                }));
    }

    private static Object called(Method method, Object real, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
