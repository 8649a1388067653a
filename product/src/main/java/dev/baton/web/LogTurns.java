package dev.baton.web;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where pieces of logs are read and made ready, for all readers together: on a few threads of their
 * own, in the order in which they were asked for, one piece a turn. Requests are answered by
 * virtual threads, of which as many run as there are processors and which are not interrupted when
 * others wait; thirty of them that look for secrets would leave no processor to anybody else. Safe
 * for use by many threads.
 */
final class LogTurns {
    private static final Duration IDLE_MAX = Duration.ofSeconds(10);

    private final ThreadPoolExecutor threads;

    LogTurns() {
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        threads = new ThreadPoolExecutor(
                half,
                half,
                IDLE_MAX.toSeconds(),
                TimeUnit.SECONDS,
                // A reader waits for its turn, so there are never more of them than readers.
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("log-reader-", 1).factory());
        // Nobody has to stop them.
        threads.allowCoreThreadTimeOut(true);
    }

    /** Does it when it is its turn, and returns when it is done. */
    <T> T take(Supplier<T> work) throws InterruptedException {
        FutureTask<T> turn = new FutureTask<>(work::get);
        threads.execute(turn);
        try {
            return turn.get();
        } catch (InterruptedException e) {
            turn.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        }
    }

    private static RuntimeException thrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException failure) {
            return failure;
        }
        return new IllegalStateException("a turn throws nothing checked", cause);
    }
}
