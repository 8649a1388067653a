package dev.baton.engine;

import dev.baton.model.TaskId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs drives: one thread per task at a time, a bounded number at once. A nudge for a task that is
 * being driven is remembered and driven again afterwards, so that deferring to an owner never drops
 * a wake-up. Safe for use by many threads.
 */
public final class Drives implements Nudge, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Drives.class);
    private static final Duration STOP_MAX = Duration.ofSeconds(5);
    private static final Duration OVERTAKE_EVERY = Duration.ofSeconds(1);

    private enum State {
        DRIVING,
        AGAIN
    }

    private final Driver driver;
    private final Map<TaskId, State> states = new ConcurrentHashMap<>();
    private final ExecutorService threads;
    private final Semaphore slots;
    private final Predicate<TaskId> urgent;
    private final AtomicLong count = new AtomicLong();

    /** With nobody who goes before the others. */
    public Drives(Driver driver, int atOnceMax) {
        this(driver, atOnceMax, task -> false);
    }

    /**
     * @param atOnceMax drives at the same time, at least 1
     * @param urgent which tasks are driven although all of these are taken; asked again while one
     *     waits
     */
    public Drives(Driver driver, int atOnceMax, Predicate<TaskId> urgent) {
        this(
                driver,
                atOnceMax,
                urgent,
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("drive-", 1).factory()));
    }

    /**
     * @param threads where drives run; owned by this from now on. The simulator runs them one at a
     *     time, in an order of its own
     */
    public Drives(Driver driver, int atOnceMax, Predicate<TaskId> urgent, ExecutorService threads) {
        this.driver = driver;
        this.urgent = urgent;
        this.slots = new Semaphore(atOnceMax);
        this.threads = threads;
    }

    @Override
    public void nudge(TaskId task, String actor) {
        State now = states.compute(task, (t, s) -> s == null ? State.DRIVING : State.AGAIN);
        if (now == State.DRIVING) {
            submit(task, actor);
        }
    }

    /** Drives since the start. */
    public long count() {
        return count.get();
    }

    /** Whether nothing is being driven and nothing waits to be; for tests and shutdown. */
    public boolean idle() {
        return states.isEmpty();
    }

    private void submit(TaskId task, String actor) {
        try {
            threads.execute(() -> run(task, actor));
        } catch (RejectedExecutionException e) {
            states.remove(task);
            log.debug("task {}: nudged by {} while stopping; the next start looks", task, actor);
        }
    }

    private void run(TaskId task, String actor) {
        boolean slot;
        try {
            slot = slot(task);
        } catch (InterruptedException e) {
            states.remove(task);
            Thread.currentThread().interrupt();
            return;
        }
        boolean rested = false;
        try {
            do {
                states.put(task, State.DRIVING);
                driveOnce(task, actor);
                rested = states.remove(task, State.DRIVING);
            } while (!rested && !threads.isShutdown());
        } finally {
            if (slot) {
                slots.release();
            }
            if (!rested) {
                // It was nudged while stopping, or the thread dies of an Error: the task must not
                // stay "being driven" for ever.
                states.remove(task);
            }
        }
    }

    /** Waits for one; false if the task goes without, since it became urgent meanwhile. */
    private boolean slot(TaskId task) throws InterruptedException {
        if (slots.tryAcquire()) {
            return true;
        }
        while (!isUrgent(task)) {
            if (slots.tryAcquire(OVERTAKE_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private boolean isUrgent(TaskId task) {
        try {
            return urgent.test(task);
        } catch (RuntimeException e) {
            log.warn("task {}: unknown whether it is urgent; it waits: {}", task, e.getMessage());
            return false;
        }
    }

    private void driveOnce(TaskId task, String actor) {
        try {
            count.incrementAndGet();
            driver.drive(task, actor);
        } catch (RuntimeException e) {
            log.error("task {}: drive for {} failed; the next scan looks again", task, actor, e);
        } finally {
            if (!threads.isShutdown()) {
                // It was meant for a step that is over, not for the drive that comes next.
                Thread.interrupted();
            }
        }
    }

    /** Lets running drives come to rest, then interrupts them; agents keep running. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
                threads.awaitTermination(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
