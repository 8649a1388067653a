package dev.baton.store.jdbc;

import dev.baton.store.Store.Work;
import dev.baton.store.StoreUnavailable;
import dev.baton.store.WriteResult;
import dev.baton.store.WriteResult.Unknown;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that write: one on SQLite, some on PostgreSQL. Callers hand over their work and wait;
 * first come, first served. Safe for use by many threads.
 *
 * <p>A caller that is interrupted while it waits is answered Unknown and keeps its interrupt flag.
 * Work that the writer had not begun never runs; work that it had begun may be committed. The
 * caller cannot tell which, and need not: Unknown is resolved by reading.
 */
final class Writers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Writers.class);
    private static final long CLOSE_SECONDS_MAX = 5;

    private final Transactions transactions;
    private final Figures figures;
    private final ThreadPoolExecutor executor;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    Writers(int threadsMax, Transactions transactions, Figures figures) {
        this.transactions = transactions;
        this.figures = figures;
        this.executor = new ThreadPoolExecutor(
                threadsMax,
                threadsMax,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                this::started);
    }

    boolean healthy() {
        return transactions.healthy();
    }

    <T> WriteResult<T> write(String what, Work<T> work) {
        if (threads.contains(Thread.currentThread())) {
            throw new IllegalStateException(
                    "write '" + what + "': expected no write around it, found one");
        }
        Future<WriteResult<T>> answer;
        try {
            answer = executor.submit(() -> transactions.run(what, work));
        } catch (RejectedExecutionException e) {
            return unanswered(what, "the store is closed", e);
        }
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            return unanswered(what, "interrupted while waiting, may be written", e);
        } catch (ExecutionException e) {
            throw rethrown(what, e);
        }
    }

    /** Finishes what was handed over, then closes what it was written through. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        executor.shutdown();
        try {
            if (executor.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                closeTransactions();
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.error("store: writing did not end within {} s; its work is left", CLOSE_SECONDS_MAX);
    }

    private void closeTransactions() {
        try {
            transactions.close();
        } catch (SQLException e) {
            log.error("store: what writes did not close", e);
        }
    }

    private <T> WriteResult<T> unanswered(String what, String why, Exception cause) {
        figures.unknown.increment();
        return new Unknown<>(new StoreUnavailable("write '" + what + "': " + why, cause));
    }

    private Thread started(Runnable loop) {
        Thread writer = Thread.ofPlatform().name("store-writer").daemon().unstarted(loop);
        threads.add(writer);
        return writer;
    }

    /** The work's exception with the stack it had; where it was called from is added. */
    private static RuntimeException rethrown(String what, ExecutionException e) {
        Throwable thrown = Objects.requireNonNull(e.getCause());
        thrown.addSuppressed(new IllegalStateException("write '" + what + "' was called here"));
        return switch (thrown) {
            case RuntimeException exception -> exception;
            case Error error -> throw error;
            case Throwable checked -> new IllegalStateException(checked);
        };
    }
}
