package dev.baton.engine;

import dev.baton.model.Task;
import dev.baton.store.Store;
import dev.baton.store.Tx;
import dev.baton.store.WriteResult;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * RECORD: one transaction about a task, whose first statement is the guard. With an owner the epoch
 * stays; without one it rises, and the guard demands that nobody owns the task.
 */
final class Guarded {
    private final Store store;
    private final InstantSource clock;

    Guarded(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** What is written under the guard. */
    @FunctionalInterface
    interface Body {
        /**
         * @param now the task as it is under the guard
         * @return why the write must not happen after all; empty to commit
         */
        Optional<String> write(Tx tx, Task now);
    }

    /** What the history says about it. */
    record Line(String type, String data) {}

    WriteResult<Long> record(
            Task seen, @Nullable Ownership own, String actor, Line line, Body body) {
        return store.write(line.type(), tx -> {
            boolean held = own == null
                    ? tx.tasks()
                            .guardOwnerless(seen.id(), seen.epoch(), seen.stage(), clock.instant())
                    : tx.tasks().guard(own.task(), own.epoch(), own.stage());
            if (!held) {
                return Store.Step.lost(
                        line.type() + " " + seen.key() + " at epoch " + seen.epoch());
            }
            Task now = tx.tasks().byId(seen.id()).orElseThrow();
            Optional<String> refused = body.write(tx, now);
            if (refused.isPresent()) {
                return Store.Step.lost(refused.get());
            }
            History history = new History(tx, clock);
            if (own == null) {
                history.transition(now, actor, line.type(), line.data());
            } else {
                history.note(now, own, actor, line.type(), line.data());
            }
            return Store.Step.commit(now.epoch());
        });
    }

    /** What is written beside the task and is no part of its history, with a guard of its own. */
    WriteResult<Boolean> aside(String what, Predicate<Tx> body) {
        return store.write(
                what,
                tx -> body.test(tx) ? Store.Step.commit(true) : Store.Step.lost(what + ": moved"));
    }

    /** The same for progress: what was waited for and what went wrong is over. */
    WriteResult<Long> progress(
            Task seen, @Nullable Ownership own, String actor, Line line, Body body) {
        return record(seen, own, actor, line, (tx, now) -> {
            if (now.waiting() != null) {
                tx.tasks().await(now.id(), null, clock.instant());
            }
            if (now.setback() != null) {
                tx.tasks().setback(now.id(), null);
            }
            return body.write(tx, now);
        });
    }
}
