package dev.baton.engine;

import dev.baton.model.TaskId;
import dev.baton.model.Ticker;
import dev.baton.store.Store;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tasks that have an environment in hand: what is red there is taken back by their next drive, and
 * production is down until then. The database is asked once a second at most, however many ask.
 * Safe for use by many threads.
 */
public final class DeploysInHand implements Predicate<TaskId> {
    /** One or two an environment; more of them than drives at once would be no exception. */
    private static final int MAX = 100;

    private static final long KNOWN_FOR = Duration.ofSeconds(1).toNanos();

    private final Store store;
    private final Ticker ticker;
    private Set<TaskId> known = Set.of();
    private long askedAt;
    private boolean asked;

    public DeploysInHand(Store store, Ticker ticker) {
        this.store = store;
        this.ticker = ticker;
    }

    @Override
    public synchronized boolean test(TaskId task) {
        long now = ticker.nanos();
        if (!asked || now - askedAt >= KNOWN_FOR) {
            known = Set.copyOf(store.read(reads -> reads.deployments().deploying(MAX)));
            askedAt = now;
            asked = true;
        }
        return known.contains(task);
    }
}
