package dev.baton.engine;

import dev.baton.engine.EffectPerformer.Absent;
import dev.baton.engine.EffectPerformer.Application;
import dev.baton.engine.EffectPerformer.Happened;
import dev.baton.engine.EffectPerformer.Later;
import dev.baton.engine.EffectPerformer.Never;
import dev.baton.engine.EffectPerformer.Observation;
import dev.baton.engine.EffectPerformer.Order;
import dev.baton.engine.EffectPerformer.Refused;
import dev.baton.engine.EffectPerformer.Unclear;
import dev.baton.model.DeploymentState;
import dev.baton.model.Effect;
import dev.baton.model.EffectKey;
import dev.baton.model.EffectKind.Doubt;
import dev.baton.model.EffectState;
import dev.baton.model.FailureCode;
import dev.baton.model.JournalEntry;
import dev.baton.model.RunState;
import dev.baton.model.Task;
import dev.baton.model.TransientFailure;
import dev.baton.store.Tx;
import dev.baton.store.WriteResult;

import java.time.InstantSource;
import java.util.Optional;

/**
 * The effect journal: INTENT durably, OBSERVE always, APPLY on the resource's condition, CONFIRM.
 * One call is one of these steps up to its write, so that a crash between any two is found by the
 * next owner as an open intent.
 */
final class Journal {
    private final Guarded guarded;
    private final Hands hands;
    private final Setbacks setbacks;
    private final InstantSource clock;

    Journal(Guarded guarded, Hands hands, Setbacks setbacks, InstantSource clock) {
        this.guarded = guarded;
        this.hands = hands;
        this.setbacks = setbacks;
        this.clock = clock;
    }

    /** What else belongs to the transaction of an intent. */
    @FunctionalInterface
    interface Along {
        Optional<String> write(Tx tx, Task now);
    }

    WriteResult<Long> intend(Ownership own, Task task, Effect effect, Along along) {
        EffectKey key = effect.key(task.id(), task.visit());
        var line = new Guarded.Line("intent", key.toString());
        return guarded.progress(task, own, own.activity().actor(), line, (tx, now) -> {
            Optional<String> refused = along.write(tx, now);
            if (refused.isPresent()) {
                return refused;
            }
            tx.effects().intend(key, effect, now.epoch(), clock.instant());
            return Optional.empty();
        });
    }

    /** Observes and, only if the resource says "not yet", applies; then writes what it said. */
    WriteResult<Long> carryOut(Ownership own, Task task, JournalEntry entry) {
        EffectPerformer performer = hands.performer(entry.key().kind());
        Order order = new Order(task, entry.key(), entry.effect());
        return switch (performer.observe(order)) {
            case Happened happened -> confirm(own, task, entry, happened);
            case Never never -> poison(own, task, entry, never.why());
            case Unclear unclear -> throw unclear(entry, "observe", unclear);
            case Absent absent ->
                inherited(own, entry)
                        ? settle(own, task, entry)
                        : applied(own, task, entry, performer.apply(order));
        };
    }

    /** An intent of another activity that must not simply be applied again. */
    private static boolean inherited(Ownership own, JournalEntry entry) {
        return entry.key().kind().doubt() == Doubt.SETTLE && entry.epoch() != own.epoch();
    }

    private WriteResult<Long> applied(
            Ownership own, Task task, JournalEntry entry, Application application) {
        return switch (application) {
            case Happened happened -> confirm(own, task, entry, happened);
            case Refused refused -> settle(own, task, entry);
            case Later later -> setbacks.later(own, task, later.why(), later.delay());
            case Unclear unclear -> throw unclear(entry, "apply", unclear);
        };
    }

    /** Makes sure at the resource whether it happened or never will. */
    WriteResult<Long> settle(Ownership own, Task task, JournalEntry entry) {
        Observation answer = hands.performer(entry.key().kind())
                .settle(new Order(task, entry.key(), entry.effect()));
        return switch (answer) {
            case Happened happened -> confirm(own, task, entry, happened);
            case Never never -> poison(own, task, entry, never.why());
            case Unclear unclear -> throw unclear(entry, "settle", unclear);
            case Absent absent ->
                throw new IllegalStateException(entry.key()
                        + ": expected the resource to decide when settled, found 'not yet'");
        };
    }

    private WriteResult<Long> confirm(
            Ownership own, Task task, JournalEntry entry, Happened happened) {
        var line = new Guarded.Line("confirmed", entry.key() + " " + happened.result());
        return close(own, task, entry, EffectState.CONFIRMED, happened.result(), line, tx -> {
            if (entry.effect() instanceof Effect.Starts start) {
                var process = happened.process();
                if (process == null) {
                    throw new IllegalStateException(
                            start.unit() + ": expected the process of a started run, found none");
                }
                tx.work().started(start.unit(), process, clock.instant());
                ledger(tx, start, DeploymentState.STARTED, "started");
            }
            if (entry.effect() instanceof Effect.Merge merge) {
                tx.queue().landed(task.id(), entry.key().visit(), merge.sha());
            }
        });
    }

    private WriteResult<Long> poison(Ownership own, Task task, JournalEntry entry, String why) {
        var line = new Guarded.Line("poisoned", entry.key() + " " + why);
        return close(own, task, entry, EffectState.POISONED, why, line, tx -> {
            if (entry.effect() instanceof Effect.Starts start) {
                ledger(tx, start, DeploymentState.CANCELLED, why);
                tx.work().ended(start.unit(), RunState.CANCELLED, null, why, clock.instant());
            }
        });
    }

    private void ledger(Tx tx, Effect.Starts start, DeploymentState to, String found) {
        if (start instanceof Effect.Deploy) {
            tx.deployments()
                    .becomes(start.unit(), DeploymentState.INTENDED, to, found, clock.instant());
        }
    }

    private WriteResult<Long> close(
            Ownership own,
            Task task,
            JournalEntry entry,
            EffectState state,
            String result,
            Guarded.Line line,
            java.util.function.Consumer<Tx> along) {
        return guarded.progress(task, own, own.activity().actor(), line, (tx, now) -> {
            if (!tx.effects().settle(entry.key(), state, now.epoch(), result, clock.instant())) {
                return Optional.of(entry.key() + " is settled already");
            }
            along.accept(tx);
            return Optional.empty();
        });
    }

    private static TransientFailure unclear(JournalEntry entry, String what, Unclear unclear) {
        return new TransientFailure(
                FailureCode.FORGE,
                entry.key() + ": " + what + " is unclear: " + unclear.why()
                        + "; it stays open and is observed again");
    }
}
