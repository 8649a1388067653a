package dev.baton.engine;

import dev.baton.model.Notice;
import dev.baton.model.Owner;
import dev.baton.model.Task;
import dev.baton.store.Tx;

import java.time.InstantSource;

/** Tells people that a task was taken from its owner, in the transaction that takes it. */
final class Outcry {
    private final Tx tx;
    private final InstantSource clock;

    Outcry(Tx tx, InstantSource clock) {
        this.tx = tx;
        this.clock = clock;
    }

    /** The same is said once in a visit. */
    void taken(Task now, Owner from, String why) {
        String text = "%s (%s): %s; taken from activity %d of incarnation %d"
                .formatted(now.key(), now.project(), why, from.activity(), from.incarnation());
        if (!tx.outbox().said(now.id(), now.visit(), Notice.ALERT, text)) {
            tx.outbox().post(now.id(), now.visit(), Notice.ALERT, text, clock.instant());
        }
    }
}
