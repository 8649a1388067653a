package dev.baton.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one tick on a thread of its own, every interval and whenever it is woken. Safe for use by
 * many threads; start and stop may be repeated.
 */
public final class TickRunner implements AutoCloseable {
    /** How long a stop waits for a round that is under way. */
    public static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(TickRunner.class);

    private final Tick tick;
    private final Duration interval;
    private final LongSupplier nanos;
    private final InstantSource clock;
    private final Duration stopWithin;

    /** More wakes than one before a round are one. */
    private final Semaphore wakes = new Semaphore(0);

    /** After a stop that timed out and a start, the old round ends before the new one begins. */
    private final ReentrantLock rounds = new ReentrantLock();

    private volatile @Nullable Thread thread;
    private volatile Figures figures = new Figures(null, OptionalLong.empty(), 0, 0);

    public TickRunner(Tick tick, Duration interval, LongSupplier nanos, InstantSource clock) {
        this(tick, interval, nanos, clock, STOP_WITHIN);
    }

    TickRunner(
            Tick tick,
            Duration interval,
            LongSupplier nanos,
            InstantSource clock,
            Duration stopWithin) {
        this.tick = tick;
        this.interval = interval;
        this.nanos = nanos;
        this.clock = clock;
        this.stopWithin = stopWithin;
    }

    /**
     * What the loop did since it was made.
     *
     * @param lastRun when the last round ended
     * @param tickMillis how long it took
     * @param rounds rounds that ended, failed ones included
     * @param failures rounds that ended with an exception
     */
    public record Figures(
            @Nullable Instant lastRun, OptionalLong tickMillis, long rounds, long failures) {}

    public String name() {
        return tick.name();
    }

    public Figures figures() {
        return figures;
    }

    public Duration interval() {
        return interval;
    }

    /** Does it for each; one that fails is logged and keeps none of the others from its turn. */
    public static <T> void each(String what, Iterable<T> items, Consumer<T> action) {
        for (T item : items) {
            try {
                action.accept(item);
            } catch (RuntimeException e) {
                LOG.error("{}: failed for {}; the next round tries again", what, item, e);
            }
        }
    }

    /** The first round begins at once. */
    public synchronized void start() {
        if (thread == null) {
            Thread fresh = Thread.ofPlatform().daemon().name(tick.name()).unstarted(this::loop);
            thread = fresh;
            fresh.start();
        }
    }

    /** An early round; if one is under way, another one after it. */
    public void wake() {
        wakes.release();
    }

    /**
     * Returns when the round under way has ended; one that does not within the bound is
     * interrupted, and has the same time again.
     */
    public synchronized void stop() {
        Thread running = thread;
        thread = null;
        if (running == null) {
            return;
        }
        wakes.release();
        if (!joined(running, stopWithin)) {
            LOG.warn("{}: still running {} ms after stop; interrupted", tick.name(), millis());
            running.interrupt();
            // What it works with is closed next.
            if (!joined(running, stopWithin)) {
                LOG.error("{}: goes on {} ms after it was interrupted", tick.name(), millis());
            }
        }
    }

    @Override
    public void close() {
        stop();
    }

    private long millis() {
        return stopWithin.toMillis();
    }

    private void loop() {
        long last = nanos.getAsLong();
        while (isCurrent()) {
            long begun = nanos.getAsLong();
            Duration elapsed = Duration.ofNanos(begun - last);
            last = begun;
            runOnce(elapsed.compareTo(interval) > 0 ? interval : elapsed, begun);
            if (!rested(begun)) {
                return;
            }
        }
    }

    private void runOnce(Duration watched, long begun) {
        boolean failed = false;
        rounds.lock();
        try {
            tick.runOnce(watched);
        } catch (RuntimeException | Error e) {
            // The loop outlives whatever its tick throws: the next round may go well.
            failed = true;
            LOG.error("{}: the round failed; the next one comes as usual", tick.name(), e);
        } finally {
            rounds.unlock();
        }
        long took = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - begun);
        Figures before = figures;
        figures = new Figures(
                clock.instant(),
                OptionalLong.of(took),
                before.rounds() + 1,
                before.failures() + (failed ? 1 : 0));
    }

    /** Whether to go on. */
    private boolean rested(long begun) {
        long left = interval.toNanos() - (nanos.getAsLong() - begun);
        try {
            if (wakes.tryAcquire(Math.max(left, 0), TimeUnit.NANOSECONDS)) {
                wakes.drainPermits();
            }
            return true;
        } catch (InterruptedException e) {
            // An interrupt that a tick left behind must not end the loop; that of stop() does.
            return isCurrent();
        }
    }

    /** Without a lock: stop() holds it while it waits for the loop to see this. */
    private boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    private static boolean joined(Thread running, Duration bound) {
        try {
            return running.join(bound);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
