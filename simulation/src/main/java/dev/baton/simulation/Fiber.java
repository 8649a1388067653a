package dev.baton.simulation;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A thread of a simulated server. It runs only while it has been handed the turn, and hands it back
 * when it pauses or ends, so that of all fibers and the scheduler exactly one runs.
 */
final class Fiber {
    /** Of real time: far longer than a turn takes. */
    private static final long SECONDS_MAX = 60;

    private final Semaphore turn = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private final Runnable body;
    private final Host host;
    private final String name;
    private boolean over;
    private boolean condemned;
    private String stoodAt = "";

    @Nullable
    Caller caller;

    Fiber(Host host, String name, Runnable body) {
        this.host = host;
        this.name = name;
        this.body = body;
    }

    Host host() {
        return host;
    }

    String name() {
        return name;
    }

    boolean over() {
        return over;
    }

    /** Where it pauses. */
    String stoodAt() {
        return stoodAt;
    }

    void start() {
        Thread.ofVirtual().name(name).start(() -> {
            turn.acquireUninterruptibly();
            run();
        });
        resume();
    }

    /** On the scheduler's own thread, from begin to end. */
    void runHere() {
        run();
        // Whoever was told to stop has ended.
        Thread.interrupted();
    }

    void resume() {
        turn.release();
        try {
            if (!back.tryAcquire(SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + ": expected it to pause or end, found it"
                        + " waiting for something that only another fiber can give");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(name + ": interrupted", e);
        }
    }

    /** Lets it run into its end. */
    void kill() {
        condemned = true;
        resume();
    }

    /** Called by the fiber itself. */
    void pause(String at) {
        stoodAt = at;
        back.release();
        turn.acquireUninterruptibly();
        if (condemned) {
            throw new Died(at);
        }
    }

    boolean condemned() {
        return condemned;
    }

    private void run() {
        try {
            body.run();
        } catch (Died e) {
            stoodAt = String.valueOf(e.getMessage());
        } finally {
            over = true;
            back.release();
        }
    }
}
