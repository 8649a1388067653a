package dev.baton.simulation;

import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.WriteResult;

import java.util.function.Function;

/** A store to ask without faults, and with what is remembered of it; nothing is written by it. */
record Remembering(Store store, Memory memory) implements Store {
    @Override
    public <T> WriteResult<T> write(String what, Work<T> work) {
        throw new IllegalStateException(what + ": expected to be asked only");
    }

    @Override
    public <T> T read(Function<Reads, T> work) {
        return store.read(reads -> work.apply(memory.over(reads)));
    }

    @Override
    public Counters counters() {
        return store.counters();
    }

    @Override
    public boolean healthy() {
        return store.healthy();
    }

    /** The store is whose it was. */
    @Override
    public void close() {}
}
