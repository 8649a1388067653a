package dev.baton.main;

import dev.baton.config.Failpoint;
import dev.baton.config.Settings;
import dev.baton.config.TestingSettings;
import dev.baton.config.TestingSettings.Armed;
import dev.baton.engine.EffectPerformer;
import dev.baton.model.FailureCode;
import dev.baton.model.TransientFailure;
import dev.baton.notify.Channel;
import dev.baton.runs.LaunchListener;
import dev.baton.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faults on purpose, where the settings ask for them; without, nothing of it is in the way. It
 * wraps what the engine works with, database, performers and channels, and listens to how processes
 * start. Safe for use by many threads.
 */
final class Failpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Failpoints.class);

    private final List<Armed> armed;
    private final Path notes;
    private final Map<Failpoint, AtomicInteger> reached = new EnumMap<>(Failpoint.class);

    private Failpoints(List<Armed> armed, Path notes) {
        this.armed = armed;
        this.notes = notes;
        for (Failpoint point : Failpoint.values()) {
            reached.put(point, new AtomicInteger());
        }
    }

    static Failpoints of(Settings settings) {
        TestingSettings testing = settings.testing();
        List<Armed> armed = testing.enabled() ? testing.failpoints() : List.of();
        armed.forEach(
                one -> LOG.warn("failpoint {}: {}, time {}", one.point(), one.action(), one.nth()));
        return new Failpoints(armed, settings.server().data().resolve("failpoints.log"));
    }

    Store over(Store store) {
        return armed.isEmpty() ? store : new FailingStore(store, this);
    }

    List<EffectPerformer> over(List<EffectPerformer> performers) {
        return armed.isEmpty()
                ? performers
                : performers.stream()
                        .<EffectPerformer>map(performer -> new FailingPerformer(performer, this))
                        .toList();
    }

    Channel over(Channel channel) {
        return armed.isEmpty() ? channel : new FailingChannel(channel, this);
    }

    LaunchListener launches() {
        return armed.isEmpty()
                ? LaunchListener.NONE
                : step -> reached(
                        switch (step) {
                            case PREPARED -> Failpoint.SPAWN_PREPARED;
                            case STARTED -> Failpoint.SPAWN_STARTED;
                            case CLAIMED -> Failpoint.SPAWN_CLAIMED;
                        });
    }

    void reached(Failpoint point) {
        int times = reached.getOrDefault(point, new AtomicInteger()).incrementAndGet();
        for (Armed one : armed) {
            boolean note = one.action() == TestingSettings.Action.NOTE;
            if (one.point() == point && (note || one.nth() == times)) {
                act(one);
            }
        }
    }

    private void act(Armed one) {
        switch (one.action()) {
            case NOTE -> note(one.point());
            case KILL -> signal("-KILL");
            case STOP -> signal("-STOP");
            case HALT -> Runtime.getRuntime().halt(1);
            case HANG -> hang();
            case THROW ->
                throw new TransientFailure(
                        FailureCode.STORE, "failpoint " + one.point().word() + " fails on purpose");
        }
    }

    private synchronized void note(Failpoint point) {
        try {
            Files.writeString(
                    notes,
                    point.word() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not by this process's own calls: nothing that could still tidy up runs after it. */
    private static void signal(String signal) {
        try {
            new ProcessBuilder(
                            "kill",
                            signal,
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
