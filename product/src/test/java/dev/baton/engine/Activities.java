package dev.baton.engine;

import dev.baton.model.TaskId;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A real activity for tests of those who watch them: a thread that does not end its step. */
public final class Activities implements AutoCloseable {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final Thread thread;
    private volatile long id;

    private Activities(Registry registry, TaskId task, Duration timeout) {
        thread = Thread.ofVirtual().start(() -> {
            Registry.Activity activity = registry.begin(task, "scan");
            registry.step(activity, "Perform", timeout);
            id = activity.id();
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
    }

    /** One that has just begun the step {@code Perform}. */
    public static Activities begin(Registry registry, TaskId task, Duration timeout)
            throws InterruptedException {
        Activities slow = new Activities(registry, task, timeout);
        slow.begun.await();
        return slow;
    }

    public long id() {
        return id;
    }

    /** Returns once it was interrupted. */
    public void awaitInterrupt() throws InterruptedException {
        interrupted.await();
    }

    public boolean interrupted() {
        return interrupted.getCount() == 0;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
