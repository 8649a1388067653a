package dev.baton.store.jdbc;

import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.WriteResult;

import java.util.function.Function;

/** Writers and readers of one database. */
final class SqlStore implements Store {
    private final Writers writers;
    private final ReadPool readers;
    private final Figures figures;

    SqlStore(Writers writers, ReadPool readers, Figures figures) {
        this.writers = writers;
        this.readers = readers;
        this.figures = figures;
    }

    @Override
    public <T> WriteResult<T> write(String what, Work<T> work) {
        return writers.write(what, work);
    }

    @Override
    public <T> T read(Function<Reads, T> work) {
        return readers.read(work);
    }

    @Override
    public Counters counters() {
        return figures.now();
    }

    @Override
    public boolean healthy() {
        return writers.healthy();
    }

    @Override
    public void close() {
        readers.close();
        writers.close();
    }
}
