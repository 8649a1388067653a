package dev.baton.setup;

import dev.baton.setup.Readiness.Came;

import java.time.Duration;
import java.util.Set;

/** A server that is killed and started again. */
final class Victim {
    private final DemoServer server;
    private final Readiness readiness;
    private final Leftovers runs;

    Victim(DemoServer server, Readiness readiness, Leftovers runs) {
        this.server = server;
        this.readiness = readiness;
        this.runs = runs;
    }

    /** Kills it as {@code kill -9} does, and answers which runs live while it is dead. */
    Set<String> kill() {
        server.kill();
        return runs.units();
    }

    void startAgain() {
        server.startAgain();
    }

    Came await() {
        return readiness.await();
    }

    Came within(Duration time) {
        return readiness.within(time);
    }
}
