package dev.baton.simulation;

import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.StoreUnavailable;
import dev.baton.store.WriteResult;

import java.util.function.Function;

/** The product's store, seen from a server whose disk and threads fail. */
final class FaultyStore implements Store {
    private final Store store;
    private final Fibers fibers;
    private final Host host;
    private final Memory memory;

    FaultyStore(Store store, Memory memory, Fibers fibers, Host host) {
        this.store = store;
        this.memory = memory;
        this.fibers = fibers;
        this.host = host;
    }

    @Override
    public <T> WriteResult<T> write(String what, Work<T> work) {
        Fault fault = fibers.reached(Place.WRITE, what);
        if (host.failing()) {
            return unknown("the store has stopped");
        }
        return switch (fault) {
            case BUSY -> unknown("the file is locked");
            case IO_ERROR -> {
                host.fail();
                yield unknown("input/output error");
            }
            case COMMIT_REPLY_LOST -> {
                written(what, work);
                yield unknown("the connection was lost");
            }
            case IO_ERROR_AFTER_COMMIT -> {
                written(what, work);
                host.fail();
                yield unknown("input/output error");
            }
            case null, default -> {
                WriteResult<T> result = written(what, work);
                fibers.reached(Place.WRITTEN, what);
                yield result;
            }
        };
    }

    private <T> WriteResult<T> written(String what, Work<T> work) {
        return store.write(what, tx -> work.in(memory.over(tx)));
    }

    @Override
    public <T> T read(Function<Reads, T> work) {
        if (fibers.reached(Place.READ, "read") == Fault.READ_FAILS) {
            throw new StoreUnavailable("read: no answer", new IllegalStateException("fault"));
        }
        return store.read(reads -> work.apply(memory.over(reads)));
    }

    @Override
    public Counters counters() {
        return store.counters();
    }

    @Override
    public boolean healthy() {
        return store.healthy() && !host.failing();
    }

    @Override
    public void close() {
        store.close();
    }

    private static <T> WriteResult<T> unknown(String why) {
        return new WriteResult.Unknown<>(new IllegalStateException(why));
    }
}
