package dev.baton.simulation;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** A server's threads: what is submitted waits until the schedule lets it run. */
final class Threads extends AbstractExecutorService {
    /** What drives are called. */
    static final String DRIVE = "drive";

    private final Host host;
    private final String name;

    Threads(Host host, String name) {
        this.host = host;
        this.name = name;
    }

    @Override
    public void execute(Runnable command) {
        host.submit(name, command);
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return !host.alive();
    }

    @Override
    public boolean isTerminated() {
        return !host.alive();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
