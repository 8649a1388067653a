package dev.baton.store;

import java.util.function.Function;

/** The database. Safe for use by many threads. */
public interface Store extends AutoCloseable {

    /**
     * Runs one durable transaction. The work may be called once only, does no I/O but through the
     * transaction, and says by its return value whether to commit.
     *
     * <p>An exception out of the work rolls back and is thrown on to the caller. A caller that is
     * interrupted while it waits is answered Unknown and keeps its interrupt flag; work that had
     * not begun by then never runs.
     *
     * @param what for the log and metrics: a few constant words, such as {@code acquire}
     */
    <T> WriteResult<T> write(String what, Work<T> work);

    /** Reads in one consistent snapshot. An error is thrown ({@link StoreUnavailable}). */
    <T> T read(Function<Reads, T> work);

    /** Commits and read transactions since the start, for benchmarks and metrics. */
    Counters counters();

    /** Whether writes can still be trusted; once false it stays false until the server restarts. */
    boolean healthy();

    @Override
    void close();

    /** What is done inside a write transaction. */
    @FunctionalInterface
    interface Work<T> {
        Step<T> in(Tx tx);
    }

    /** Whether to commit. */
    sealed interface Step<T> {
        /** Commit, and answer this. */
        record Commit<T>(T value) implements Step<T> {}

        /** Roll back: a guard was lost. */
        record Rollback<T>(String why) implements Step<T> {}

        static <T> Step<T> commit(T value) {
            return new Commit<>(value);
        }

        static <T> Step<T> lost(String why) {
            return new Rollback<>(why);
        }
    }

    /**
     * Figures since the start.
     *
     * @param commits durable write transactions
     * @param rollbacks write transactions rolled back
     * @param unknown write transactions whose outcome was not known
     * @param reads read transactions
     */
    record Counters(long commits, long rollbacks, long unknown, long reads) {}
}
