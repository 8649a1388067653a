package dev.baton.simulation;

import dev.baton.store.BoardReads;
import dev.baton.store.DeploymentReads;
import dev.baton.store.DeploymentWrites;
import dev.baton.store.EffectReads;
import dev.baton.store.EffectWrites;
import dev.baton.store.GateReads;
import dev.baton.store.GateWrites;
import dev.baton.store.HistoryReads;
import dev.baton.store.HistoryWrites;
import dev.baton.store.HoldReads;
import dev.baton.store.HoldWrites;
import dev.baton.store.LookReads;
import dev.baton.store.LookWrites;
import dev.baton.store.OutboxReads;
import dev.baton.store.OutboxWrites;
import dev.baton.store.QueueReads;
import dev.baton.store.QueueWrites;
import dev.baton.store.Reads;
import dev.baton.store.SessionReads;
import dev.baton.store.SessionWrites;
import dev.baton.store.TaskReads;
import dev.baton.store.TaskWrites;
import dev.baton.store.Tx;
import dev.baton.store.WorkReads;
import dev.baton.store.WorkWrites;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers a question of a read transaction a second time without the database while nobody wrote to
 * the tables it is about. For speed alone: a snapshot asks ten questions, and most steps change the
 * answer of one or two. Writes, and everything read inside them, always go to the database.
 */
final class Memory {
    /** About the tables of their own port only; the others join tables of several. */
    private static final Set<String> REMEMBERED = Set.of(
            "byId",
            "stageVisits",
            "jobs",
            "runs",
            "of",
            "verdicts",
            "candidates",
            "placeOf",
            "pending",
            "evidenceOf",
            "environments",
            "byUnit");

    /** Of the history's writes only these change an answer above. */
    private static final Set<String> ABOUT_COMMANDS = Set.of("command", "consume");

    /** Of the writes about tasks only these add a visit of a stage. */
    private static final Set<String> ENTERING = Set.of("enter", "insertUnlessThere");

    private final Map<Question, Object> answers = new HashMap<>();
    private @Nullable Reads from;
    private @Nullable Reads remembering;
    private @Nullable Tx to;
    private @Nullable Tx forgetting;

    private record Question(Class<?> port, String method, List<Object> arguments) {}

    private record Remembered(
            TaskReads tasks,
            WorkReads work,
            EffectReads effects,
            GateReads gates,
            QueueReads queue,
            HoldReads holds,
            DeploymentReads deployments,
            HistoryReads history,
            OutboxReads outbox,
            SessionReads sessions,
            LookReads looks,
            BoardReads board)
            implements Reads {}

    private record Forgetting(
            TaskWrites tasks,
            WorkWrites work,
            EffectWrites effects,
            GateWrites gates,
            QueueWrites queue,
            HoldWrites holds,
            DeploymentWrites deployments,
            HistoryWrites history,
            OutboxWrites outbox,
            SessionWrites sessions,
            LookWrites looks,
            BoardReads board)
            implements Tx {}

    void clear() {
        answers.clear();
    }

    @SuppressWarnings("ReferenceEquality") // The very same transaction.
    Reads over(Reads reads) {
        Reads made = remembering;
        if (made == null || from != reads) {
            made = new Remembered(
                    remembered(TaskReads.class, reads.tasks()),
                    remembered(WorkReads.class, reads.work()),
                    remembered(EffectReads.class, reads.effects()),
                    remembered(GateReads.class, reads.gates()),
                    remembered(QueueReads.class, reads.queue()),
                    reads.holds(),
                    remembered(DeploymentReads.class, reads.deployments()),
                    remembered(HistoryReads.class, reads.history()),
                    reads.outbox(),
                    reads.sessions(),
                    reads.looks(),
                    reads.board());
            remembering = made;
            from = reads;
        }
        return made;
    }

    @SuppressWarnings("ReferenceEquality") // The very same transaction.
    Tx over(Tx tx) {
        Tx made = forgetting;
        if (made == null || to != tx) {
            made = new Forgetting(
                    watched(TaskWrites.class, TaskReads.class, tx.tasks()),
                    watched(WorkWrites.class, WorkReads.class, tx.work()),
                    watched(EffectWrites.class, EffectReads.class, tx.effects()),
                    watched(GateWrites.class, GateReads.class, tx.gates()),
                    watched(QueueWrites.class, QueueReads.class, tx.queue()),
                    watched(HoldWrites.class, QueueReads.class, tx.holds()),
                    watched(DeploymentWrites.class, DeploymentReads.class, tx.deployments()),
                    watched(HistoryWrites.class, HistoryReads.class, tx.history()),
                    tx.outbox(),
                    tx.sessions(),
                    tx.looks(),
                    tx.board());
            forgetting = made;
            to = tx;
        }
        return made;
    }

    private <T> T remembered(Class<T> port, T reads) {
        return proxy(port, (proxy, method, arguments) -> {
            if (!REMEMBERED.contains(method.getName())) {
                return call(reads, method, arguments);
            }
            Question question = new Question(port, method.getName(), Arrays.asList(arguments));
            Object known = answers.get(question);
            if (known == null) {
                known = call(reads, method, arguments);
                answers.put(question, known);
            }
            return known;
        });
    }

    private <T> T watched(Class<T> port, Class<?> reads, T writes) {
        return proxy(port, (proxy, method, arguments) -> {
            boolean harmless = !method.getDeclaringClass().equals(port)
                    || (port.equals(HistoryWrites.class)
                            && !ABOUT_COMMANDS.contains(method.getName()));
            if (!harmless) {
                boolean enters = ENTERING.contains(method.getName());
                answers.keySet()
                        .removeIf(question -> question.port().equals(reads)
                                && (enters || !question.method().equals("stageVisits")));
            }
            return call(writes, method, arguments);
        });
    }

    private static <T> T proxy(Class<T> port, InvocationHandler handler) {
        return port.cast(Proxy.newProxyInstance(
                Memory.class.getClassLoader(), new Class<?>[] {port}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
