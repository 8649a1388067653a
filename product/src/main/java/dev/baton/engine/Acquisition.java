package dev.baton.engine;

import dev.baton.model.Owner;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.store.Store;
import dev.baton.store.StoreUnavailable;
import dev.baton.store.WriteResult;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * ACQUIRE, and taking over from oneself after an unknown outcome. The only maker of {@link
 * Ownership}.
 */
final class Acquisition {
    /** In the history: the task has an owner now. */
    static final String ACQUIRED = "acquired";

    private final Store store;
    private final Registry registry;
    private final InstantSource clock;
    private final AtomicLong takeovers = new AtomicLong();

    Acquisition(Store store, Registry registry, InstantSource clock) {
        this.store = store;
        this.registry = registry;
        this.clock = clock;
    }

    /** Takes the task at the epoch seen; empty when somebody moved it meanwhile. */
    Optional<Ownership> acquire(Task task, Registry.Activity activity, String step) {
        return switch (tryAt(task, task.epoch(), activity, step, task.owner())) {
            case WriteResult.Committed<Ownership>(Ownership own) -> {
                if (task.owner() != null) {
                    takeovers.incrementAndGet();
                }
                yield Optional.of(own);
            }
            case WriteResult.Lost<Ownership> lost -> Optional.empty();
            case WriteResult.Unknown<Ownership> unknown ->
                takeOver(task.id(), task.epoch(), activity.actor());
        };
    }

    /** Tasks taken from another owner since the start. */
    long takeovers() {
        return takeovers.get();
    }

    /**
     * Resolves a write at epoch {@code e} whose outcome is unknown: either it is not there (epoch
     * {@code e}) or it is ({@code e + 1}). Acquiring with a fresh activity waits for a COMMIT still
     * in flight, which reading would not. Empty: somebody else has it, or it needs no owner.
     */
    Optional<Ownership> takeOver(TaskId id, long e, String actor) {
        for (long epoch = e; epoch <= e + 1; epoch++) {
            Task task = store.read(r -> r.tasks().byId(id)).orElseThrow();
            Registry.Activity fresh = registry.begin(id, actor);
            boolean kept = false;
            try {
                WriteResult<Ownership> result =
                        tryAt(task, epoch, fresh, "taking over", stranger(task));
                switch (result) {
                    case WriteResult.Committed<Ownership>(Ownership own) -> {
                        kept = true;
                        return Optional.of(own);
                    }
                    case WriteResult.Lost<Ownership> lost -> {}
                    case WriteResult.Unknown<Ownership>(Throwable cause) ->
                        throw new StoreUnavailable(
                                "task " + id + ": nobody knows whether the write at epoch " + e
                                        + " happened; it is read again when the store answers",
                                cause);
                }
            } finally {
                if (!kept) {
                    registry.end(fresh);
                }
            }
        }
        return Optional.empty();
    }

    /** The owner, unless it is this server: then the one who asks is who wrote. */
    private @Nullable Owner stranger(Task task) {
        Owner owner = task.owner();
        return owner == null || owner.incarnation() == registry.incarnation() ? null : owner;
    }

    /**
     * @param from who loses it, if not oneself; people are told in the same transaction
     */
    private WriteResult<Ownership> tryAt(
            Task task, long seen, Registry.Activity activity, String step, @Nullable Owner from) {
        Owner owner = new Owner(
                registry.incarnation(), activity.id(), activity.actor(), step, clock.instant());
        return store.write("acquire", tx -> {
            if (!tx.tasks().acquire(task.id(), seen, owner)) {
                return Store.Step.lost("acquire " + task.key() + " at epoch " + seen);
            }
            Task now = tx.tasks().byId(task.id()).orElseThrow();
            new History(tx, clock).transition(now, activity.actor(), ACQUIRED, step);
            if (from != null) {
                new Outcry(tx, clock).taken(now, from, "its owner is not living any more");
            }
            return Store.Step.commit(new Ownership(now.id(), now.epoch(), now.stage(), activity));
        });
    }
}
