package dev.baton.main;

import dev.baton.api.QueueView;
import dev.baton.config.Settings;
import dev.baton.config.TransitionLeaseSettings;
import dev.baton.engine.Driver;
import dev.baton.engine.Revocations;
import dev.baton.jobs.Outbox;
import dev.baton.jobs.Reaper;
import dev.baton.jobs.ReaperFigures;
import dev.baton.loop.TickRunner;
import dev.baton.web.rest.QueueParts;
import dev.baton.yaml.Durations;

import java.util.Map;
import java.util.TreeMap;

/** What {@code GET /queue} shows of the actors, from memory. */
final class QueueFigures {
    private final Settings settings;
    private final Driver driver;
    private final Revocations revocations;

    QueueFigures(Settings settings, Driver driver, Revocations revocations) {
        this.settings = settings;
        this.driver = driver;
        this.revocations = revocations;
    }

    /** What is asked. */
    record Loops(
            Reaper reaper,
            TickRunner burying,
            TickRunner verifying,
            TickRunner reconciling,
            Outbox outbox) {}

    QueueParts parts(Loops loops) {
        return new QueueParts(
                () -> reaper(loops.reaper().figures().now(), loops.burying().figures()),
                () -> actor(settings.reconciler().enabled(), loops.reconciling()),
                () -> actor(true, loops.verifying()),
                () -> outbox(loops.outbox()),
                protection(settings.transitionLease()),
                driver::takeovers,
                revocations::count);
    }

    private static QueueView.Outbox outbox(Outbox outbox) {
        return new QueueView.Outbox(true, outbox.waiting(), outbox.sent(), outbox.failed());
    }

    private QueueView.Reaper reaper(ReaperFigures.Figures now, TickRunner.Figures loop) {
        Map<String, Long> byTier = new TreeMap<>();
        now.byTier().forEach((tier, count) -> byTier.put(Integer.toString(tier), count));
        ReaperFigures.Reaped last = now.last();
        return new QueueView.Reaper(
                settings.reaper().enabled(),
                Durations.text(settings.reaper().interval()),
                loop.lastRun(),
                loop.tickMillis().orElse(0),
                byTier.values().stream().mapToLong(Long::longValue).sum(),
                byTier,
                last == null
                        ? null
                        : new QueueView.Reaped(
                                last.jobId(), last.jobName(), last.outcome().name()),
                driver.takeovers() + revocations.count(),
                settings.reaper().finalizerLiveness(),
                now.deferred(),
                new QueueView.FinalizerOwned(now.finalizing().size(), now.finalizing()),
                now.breaker());
    }

    private static QueueParts.Protection protection(TransitionLeaseSettings lease) {
        return new QueueParts.Protection(lease.enabled(), lease.projects());
    }

    private static QueueView.Actor actor(boolean enabled, TickRunner loop) {
        return new QueueView.Actor(
                enabled,
                Durations.text(loop.interval()),
                loop.figures().lastRun(),
                loop.figures().tickMillis().orElse(0));
    }
}
