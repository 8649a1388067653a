package dev.baton.engine;

import dev.baton.model.Event;
import dev.baton.model.Owner;
import dev.baton.model.Task;
import dev.baton.model.Ticker;
import dev.baton.model.TransientFailure;
import dev.baton.store.Store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A person takes a task from its owner, whose thread is interrupted: else the one thread that
 * drives the task would go on to wait for the step that hangs. The first time always works, and
 * always what the dead hold. The owner after that is left alone until something was done that
 * lasts, or its step had its time: a task that is taken again and again would never get anything
 * done.
 */
public final class Releases {
    /** Not looked behind: whoever wrote that much was not kept from its work. */
    private static final int EVENTS_MAX = 50;

    /**
     * What an owner says on its way to a step that lasts, and says again when it was taken before.
     * An intent is no step: the next owner makes sure that what was begun never happens, and begins
     * anew.
     */
    private static final Set<String> ON_THE_WAY =
            Set.of(Acquisition.ACQUIRED, "intent", "poisoned", "retry", "waiting", "yielded");

    private final Store store;
    private final Registry registry;
    private final Patience patience;
    private final Ticker ticker;
    private final Revocations revocations;

    /**
     * @param ticker the one of the registry
     */
    public Releases(
            Store store,
            Registry registry,
            Patience patience,
            Ticker ticker,
            Revocations revocations) {
        this.store = store;
        this.registry = registry;
        this.patience = patience;
        this.ticker = ticker;
        this.revocations = revocations;
    }

    /** What became of it. */
    public sealed interface Released {}

    /**
     * The task has no owner now.
     *
     * @param from who held it
     * @param epoch the task's epoch since
     */
    public record Taken(Owner from, long epoch) implements Released {}

    /** Nothing was written: the task is not as it was seen. */
    public record Changed() implements Released {}

    /**
     * Nothing was written: it was released before, and nothing was done since.
     *
     * @param before the release before
     * @param left what the owner has left for its step; positive
     */
    public record TooSoon(Owner owner, Event before, Duration left) implements Released {}

    /**
     * @param seen with the owner to take it from
     * @param actor who takes it, for the history
     * @throws TransientFailure when nobody knows whether it was written; read again
     */
    public Released release(Task seen, String actor) {
        Optional<TooSoon> tooSoon = tooSoon(seen);
        if (tooSoon.isPresent()) {
            return tooSoon.get();
        }
        return switch (revocations.release(seen, actor)) {
            case Revocations.Taken(Owner from, long epoch) -> {
                // Only now: what the interrupted step writes about its failure is fenced off.
                registry.interrupt(from);
                yield new Taken(from, epoch);
            }
            case Revocations.Changed changed -> new Changed();
        };
    }

    private Optional<TooSoon> tooSoon(Task seen) {
        Owner owner = seen.owner();
        Registry.Activity activity = owner == null ? null : registry.find(owner).orElse(null);
        if (owner == null || activity == null) {
            return Optional.empty();
        }
        Duration left = patience.left(seen.project(), activity.step(), ticker.nanos());
        return left.isPositive()
                ? fruitless(store.read(reads -> reads.history().newest(seen.id(), EVENTS_MAX)))
                        .map(before -> new TooSoon(owner, before, left))
                : Optional.empty();
    }

    /**
     * The last release, if nothing that lasts came after it.
     *
     * @param events newest first
     */
    static Optional<Event> fruitless(List<Event> events) {
        return events.stream()
                .filter(event -> !ON_THE_WAY.contains(event.type()))
                .findFirst()
                .filter(event -> event.type().equals(Revocations.RELEASED));
    }
}
