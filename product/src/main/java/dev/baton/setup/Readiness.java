package dev.baton.setup;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Waits for a server that was started. */
final class Readiness {
    private static final Duration READY_MAX = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);

    private final DemoClient client;
    private final DemoServer server;
    private final Interruption interruption;
    private final LongSupplier nanos;

    Readiness(DemoClient client, DemoServer server, Interruption interruption, LongSupplier nanos) {
        this.client = client;
        this.server = server;
        this.interruption = interruption;
        this.nanos = nanos;
    }

    /** What came first. */
    enum Came {
        READY,
        TIME,
        INTERRUPTION
    }

    /** Throws if it is not ready within a minute. */
    Came await() {
        Came came = within(READY_MAX);
        if (came == Came.TIME) {
            throw server.failure("it to be ready within " + READY_MAX.toSeconds() + " s");
        }
        return came;
    }

    Came within(Duration time) {
        long from = nanos.getAsLong();
        while (!client.ready()) {
            if (interruption.asked()) {
                return Came.INTERRUPTION;
            }
            if (!server.alive()) {
                throw server.failure("it to be ready within " + READY_MAX.toSeconds() + " s");
            }
            Duration left = time.minusNanos(nanos.getAsLong() - from);
            if (!left.isPositive()) {
                return Came.TIME;
            }
            interruption.within(left.compareTo(POLL) < 0 ? left : POLL);
        }
        return Came.READY;
    }
}
