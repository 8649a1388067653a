package dev.baton.setup;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C (or TERM) as something that can be waited for. While one of these is open the process does
 * not end before {@link #close}, so that whoever was interrupted can put things away first. Safe
 * for use by many threads.
 */
final class Interruption implements AutoCloseable {
    /** The JVM is killed in the end if the cleaning hangs. */
    private static final Duration CLEANING_MAX = Duration.ofSeconds(60);

    private static final Duration REST = Duration.ofMillis(20);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::askAndWait, "demo-interrupted");

    private Interruption() {}

    static Interruption listen() {
        Interruption made = new Interruption();
        Runtime.getRuntime().addShutdownHook(made.hook);
        return made;
    }

    private void askAndWait() {
        ask();
        await(closed, CLEANING_MAX);
    }

    void ask() {
        asked.countDown();
    }

    boolean asked() {
        return asked.getCount() == 0;
    }

    /** Waits so long; true at once when somebody asks to end. */
    boolean within(Duration time) {
        return await(asked, time);
    }

    /** A short rest that nobody can cut off, for cleaning up after somebody asked. */
    void rest() {
        await(new CountDownLatch(1), REST);
    }

    /** Waits until somebody asks to end. */
    void forever() {
        while (!within(Duration.ofHours(1))) {
            // nobody asked yet
        }
    }

    private static boolean await(CountDownLatch latch, Duration time) {
        try {
            return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (!asked()) {
            forget();
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM ends already: the hook finds the latch open and returns
            closed.countDown();
        }
    }
}
