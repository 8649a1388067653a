package dev.baton.store.jdbc;

import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.WriteResult;

import java.util.function.Function;

/** A writer and its readers. */
final class SqlStore implements Store {
    private final SingleWriter writer;
    private final ReadPool readers;
    private final Figures figures;

    SqlStore(SingleWriter writer, ReadPool readers, Figures figures) {
        this.writer = writer;
        this.readers = readers;
        this.figures = figures;
    }

    @Override
    public <T> WriteResult<T> write(String what, Work<T> work) {
        return writer.write(what, work);
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
        return writer.healthy();
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
    }
}
