package dev.baton.engine;

import dev.baton.model.FailureCode;
import dev.baton.model.Owner;
import dev.baton.model.Setback;
import dev.baton.model.Task;
import dev.baton.model.TransientFailure;
import dev.baton.store.Store;
import dev.baton.store.WriteResult;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * REVOKE: takes a task from its owner by compare-and-set on the epoch seen. Whoever holds the task
 * at a newer epoch is never touched; the one who held it loses every guard from then on. It moves
 * nothing: the caller nudges, and the driver looks at what the owner left. Whoever is told of
 * alerts is told of it. Safe for use by many threads.
 */
public final class Revocations {
    /** In the history: a person took it. */
    static final String RELEASED = "released";

    private final Store store;
    private final InstantSource clock;
    private final AtomicLong count = new AtomicLong();

    public Revocations(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** What became of it. */
    public sealed interface Revoked {}

    /**
     * The task has no owner now.
     *
     * @param from who held it
     * @param epoch the task's epoch since
     */
    public record Taken(Owner from, long epoch) implements Revoked {}

    /** Nothing was written: the task is not as it was seen. */
    public record Changed() implements Revoked {}

    /**
     * For a person, however long the owner had; {@link Releases} asks that.
     *
     * @param seen with the owner to take it from
     * @param actor who takes it, for the history
     * @throws TransientFailure when nobody knows whether it was written; read again
     */
    public Revoked release(Task seen, String actor) {
        return revoke(seen, new Line(RELEASED, actor, "released by a person"), null);
    }

    /**
     * The same for a step that its owner does not end; so many in a row park the task.
     *
     * @throws TransientFailure when nobody knows whether it was written; read again
     */
    public Revoked revokeOverdue(Task seen, String actor, String why) {
        int count = Setbacks.next(seen.setback());
        return revoke(
                seen,
                new Line("revoked", actor, why),
                new Setback(
                        why,
                        count,
                        clock.instant().plus(RunRule.backoff(count)),
                        Setback.OVERDUE_MAX));
    }

    /** What the history says about it. */
    private record Line(String type, String actor, String why) {}

    private Revoked revoke(Task seen, Line line, @Nullable Setback setback) {
        Owner owner = seen.owner();
        if (owner == null) {
            return new Changed();
        }
        WriteResult<Long> result = store.write("revoke", tx -> {
            if (!tx.tasks().revoke(seen.id(), seen.epoch(), clock.instant())) {
                return Store.Step.lost("revoke " + seen.key() + " at epoch " + seen.epoch());
            }
            if (setback != null) {
                tx.tasks().setback(seen.id(), setback);
            }
            Task now = tx.tasks().byId(seen.id()).orElseThrow();
            new History(tx, clock)
                    .transition(now, line.actor(), line.type(), text(owner, line.why()));
            new Outcry(tx, clock).taken(now, owner, line.why());
            return Store.Step.commit(now.epoch());
        });
        return switch (result) {
            case WriteResult.Committed<Long>(Long epoch) -> {
                count.incrementAndGet();
                yield new Taken(owner, epoch);
            }
            case WriteResult.Lost<Long> lost -> new Changed();
            case WriteResult.Unknown<Long>(Throwable cause) ->
                throw new TransientFailure(
                        FailureCode.STORE,
                        "revoke " + seen.key() + " at epoch " + seen.epoch()
                                + ": nobody knows whether it was written. Next: ./baton lease list",
                        cause);
        };
    }

    private static String text(Owner owner, String why) {
        return "from activity %d of incarnation %d (%s, at %s): %s"
                .formatted(owner.activity(), owner.incarnation(), owner.actor(), owner.step(), why);
    }

    /** How many since the start. */
    public long count() {
        return count.get();
    }
}
