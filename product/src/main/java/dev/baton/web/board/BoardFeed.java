package dev.baton.web.board;

import dev.baton.engine.EngineListener;
import dev.baton.model.TaskId;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells the streams of open pages that something was written, and about which task. It carries no
 * content: a stream reads what is there now, so a signal that is missed or doubled does no harm.
 * Safe for use by many threads.
 */
public final class BoardFeed implements EngineListener {
    /** More tasks than a page can be about; when it is full, what it forgets looks changed. */
    private static final int REMEMBERED_MAX = 4096;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<TaskId, Long> changes = new ConcurrentHashMap<>();
    private long version;
    private volatile long forgotten;
    private boolean stopped;

    @Override
    public void taskChanged(TaskId task) {
        lock.lock();
        try {
            version++;
            if (changes.size() >= REMEMBERED_MAX) {
                changes.clear();
                forgotten = version;
            }
            changes.put(task, version);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Counts the changes so far. */
    long version() {
        lock.lock();
        try {
            return version;
        } finally {
            lock.unlock();
        }
    }

    /** When the task changed last, as far as is known. */
    long version(TaskId task) {
        return Math.max(forgotten, changes.getOrDefault(task, 0L));
    }

    /**
     * Waits for a change after the one seen.
     *
     * @return the count now, the same as seen when nothing happened; -1 when it is time to end
     */
    long await(long seen, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (version == seen && !stopped && left > 0) {
                left = changed.awaitNanos(left);
            }
            return stopped ? -1 : version;
        } finally {
            lock.unlock();
        }
    }

    /** Waits without regard to changes; whether to go on. */
    boolean pause(Duration length) throws InterruptedException {
        lock.lock();
        try {
            long left = length.toNanos();
            while (!stopped && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
