package dev.baton.engine;

import dev.baton.model.Event;
import dev.baton.model.Task;
import dev.baton.store.Tx;

import java.time.InstantSource;

/** Writes the history inside a transaction; takes visit and stage from the task as given. */
final class History {
    private final Tx tx;
    private final InstantSource clock;

    History(Tx tx, InstantSource clock) {
        this.tx = tx;
        this.clock = clock;
    }

    /** The one event that explains why the task's epoch is what it is now. */
    void transition(Task now, String actor, String type, String data) {
        append(now, now.epoch(), true, actor, type, data);
    }

    /**
     * Something else, at the epoch its writer holds. That it is the task's own is the guard's word;
     * a writer that was let in wrongly is seen here, by an older epoch after a newer one.
     */
    void note(Task now, Ownership own, String actor, String type, String data) {
        append(now, own.epoch(), false, actor, type, data);
    }

    private void append(
            Task now, long epoch, boolean transition, String actor, String type, String data) {
        tx.history()
                .append(new Event(
                        0,
                        now.id(),
                        epoch,
                        now.visit(),
                        now.stage(),
                        transition,
                        actor,
                        type,
                        data,
                        clock.instant()));
    }
}
