package dev.baton.main;

import dev.baton.config.Failpoint;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.WriteResult;

import java.util.Map;
import java.util.function.Function;

/** Passes the failpoints before and after writes, and inside the one that moves a task on. */
record FailingStore(Store store, Failpoints failpoints) implements Store {
    private static final String COMMIT = "committed";

    /** By what the write is called: the points before and after it. */
    private static final Map<String, Around> WRITES = Map.of(
            "acquire",
            new Around(Failpoint.BEFORE_ACQUIRE, Failpoint.AFTER_ACQUIRE),
            "intent",
            new Around(Failpoint.BEFORE_INTENT, Failpoint.AFTER_INTENT),
            "confirmed",
            new Around(Failpoint.BEFORE_CONFIRM, Failpoint.AFTER_CONFIRM),
            "verdict",
            new Around(Failpoint.BEFORE_VERDICT, Failpoint.AFTER_VERDICT),
            "yield",
            new Around(Failpoint.BEFORE_YIELD, Failpoint.AFTER_YIELD),
            COMMIT,
            new Around(Failpoint.BEFORE_COMMIT, Failpoint.AFTER_COMMIT),
            "returned",
            new Around(Failpoint.BEFORE_RETURN, Failpoint.AFTER_RETURN),
            "park",
            new Around(Failpoint.BEFORE_PARK, Failpoint.AFTER_PARK),
            "grant",
            new Around(Failpoint.BEFORE_GRANT, Failpoint.AFTER_GRANT),
            "run fact",
            new Around(Failpoint.BEFORE_RUN_FACT, Failpoint.AFTER_RUN_FACT));

    private record Around(Failpoint before, Failpoint after) {}

    @Override
    public <T> WriteResult<T> write(String what, Work<T> work) {
        Around around = WRITES.get(what);
        if (around == null) {
            return store.write(what, work);
        }
        failpoints.reached(around.before());
        WriteResult<T> result = store.write(
                what,
                what.equals(COMMIT) ? tx -> work.in(new FailingCommit(tx, failpoints)) : work);
        failpoints.reached(around.after());
        return result;
    }

    @Override
    public <T> T read(Function<Reads, T> work) {
        return store.read(work);
    }

    @Override
    public Counters counters() {
        return store.counters();
    }

    @Override
    public boolean healthy() {
        return store.healthy();
    }

    @Override
    public void close() {
        store.close();
    }
}
