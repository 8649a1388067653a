package dev.baton.store.jdbc;

import dev.baton.store.Store.Work;
import dev.baton.store.StoreUnavailable;
import dev.baton.store.WriteResult;
import dev.baton.store.WriteResult.Unknown;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. Callers hand over their work and wait; first come, first served. Safe
 * for use by many threads.
 *
 * <p>A caller that is interrupted while it waits is answered Unknown and keeps its interrupt flag:
 * work that the writer had not taken is withdrawn and never runs, work that it had may be
 * committed. The caller cannot tell which, and need not: Unknown is resolved by reading.
 */
final class SingleWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SingleWriter.class);
    private static final long CLOSE_SECONDS_MAX = 5;

    private final Transactions transactions;
    private final Figures figures;
    private final ThreadPoolExecutor executor;
    private final AtomicBoolean closed = new AtomicBoolean();

    SingleWriter(Transactions transactions, Figures figures) {
        this.transactions = transactions;
        this.figures = figures;
        BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
        this.executor = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                waiting,
                work -> Thread.ofPlatform().name("store-writer").daemon().unstarted(work));
    }

    boolean healthy() {
        return transactions.healthy();
    }

    <T> WriteResult<T> write(String what, Work<T> work) {
        Turn<T> turn = new Turn<>(what, work);
        try {
            executor.execute(turn);
        } catch (RejectedExecutionException e) {
            return turn.untried("the store is closed", e);
        }
        return turn.await();
    }

    /** Finishes what was handed over, then closes the connection. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        executor.execute(this::closeConnection);
        executor.shutdown();
        try {
            if (executor.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.error("store: the writer did not end within {} s; its work is left", CLOSE_SECONDS_MAX);
    }

    private void closeConnection() {
        try {
            transactions.close();
        } catch (SQLException e) {
            log.error("store: the writing connection did not close", e);
        }
    }

    /** One write on its way from the caller to the writer and back. */
    private final class Turn<T> implements Runnable {
        private final String what;
        private final Work<T> work;
        private final AtomicBoolean taken = new AtomicBoolean();
        private final CompletableFuture<WriteResult<T>> answer = new CompletableFuture<>();

        Turn(String what, Work<T> work) {
            this.what = what;
            this.work = work;
        }

        @Override
        public void run() {
            if (!taken.compareAndSet(false, true)) {
                return;
            }
            try {
                answer.complete(transactions.run(what, work));
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        }

        WriteResult<T> await() {
            try {
                return answer.get();
            } catch (InterruptedException e) {
                boolean withdrawn = taken.compareAndSet(false, true);
                Thread.currentThread().interrupt();
                return untried(
                        withdrawn ? "interrupted, withdrawn" : "interrupted, may be written", e);
            } catch (ExecutionException e) {
                throw rethrown(e.getCause());
            }
        }

        WriteResult<T> untried(String why, Exception cause) {
            figures.unknown.increment();
            return new Unknown<>(new StoreUnavailable("write '" + what + "': " + why, cause));
        }

        /** The work's exception with the stack of the writer; the caller's is added to it. */
        private RuntimeException rethrown(Throwable thrown) {
            thrown.addSuppressed(new IllegalStateException("write '" + what + "' called here"));
            return switch (thrown) {
                case RuntimeException exception -> exception;
                case Error error -> throw error;
                case Throwable checked -> new IllegalStateException(checked);
            };
        }
    }
}
