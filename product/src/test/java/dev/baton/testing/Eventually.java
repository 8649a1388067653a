package dev.baton.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Waits for what has to come, and goes on at once when it is there. The bound measures nothing: it
 * ends a test that hangs, and is far above what a machine with a load of 20 needs.
 */
public final class Eventually {
    public static final Duration MAX = Duration.ofMinutes(5);

    private static final Duration POLL = Duration.ofMillis(10);

    private Eventually() {}

    public static ConditionFactory await() {
        return Awaitility.await().atMost(MAX).pollDelay(Duration.ZERO).pollInterval(POLL);
    }

    /** The exit code. */
    public static int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(MAX.toSeconds(), TimeUnit.SECONDS))
                .as("the end of %s", process.info())
                .isTrue();
        return process.exitValue();
    }

    public static void reached(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    public static <T> T result(CompletableFuture<T> future) throws Exception {
        return future.get(MAX.toSeconds(), TimeUnit.SECONDS);
    }

    public static void end(Thread thread) throws InterruptedException {
        assertThat(thread.join(MAX)).as("the end of %s", thread).isTrue();
    }
}
