package dev.baton.engine;

import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.WriteResult;

import java.util.function.Function;

/** A store in which one kind of write always comes too late. */
record Refusing(Store store, String refused) implements Store {
    @Override
    public <T> WriteResult<T> write(String what, Work<T> work) {
        return what.equals(refused)
                ? new WriteResult.Lost<>(what + ": refused")
                : store.write(what, work);
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

    /** The store is closed by the test that opened it. */
    @Override
    public void close() {}
}
