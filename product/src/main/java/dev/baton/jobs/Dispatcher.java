package dev.baton.jobs;

import dev.baton.engine.Nudge;
import dev.baton.loop.Tick;
import dev.baton.model.Gate;
import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.WorkReads.Waiting;
import dev.baton.store.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grants slots to queued jobs, and nothing else: it never starts anything and never writes a job
 * but its grant. Slots in use are runs that are not over and grants that are not spent, both read
 * from the database, so a restart forgets none.
 */
public final class Dispatcher implements Tick {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    private final Store store;
    private final Nudge nudge;
    private final DispatcherSettings settings;
    private final InstantSource clock;
    private final Supplier<Optional<String>> obstacle;
    private final Alerts alerts;

    /** Nothing but slots keeps a job waiting. */
    public Dispatcher(Store store, Nudge nudge, DispatcherSettings settings, InstantSource clock) {
        this(store, nudge, settings, clock, Optional::empty);
    }

    /**
     * @param obstacle why nothing is to start now, but what brings production back
     */
    public Dispatcher(
            Store store,
            Nudge nudge,
            DispatcherSettings settings,
            InstantSource clock,
            Supplier<Optional<String>> obstacle) {
        this.store = store;
        this.nudge = nudge;
        this.settings = settings;
        this.clock = clock;
        this.obstacle = obstacle;
        this.alerts = new Alerts(store, clock);
    }

    @Override
    public String name() {
        return "dispatcher";
    }

    @Override
    public void runOnce(Duration elapsed) {
        Instant now = clock.instant();
        Room room = new Room(settings, store.read(reads -> reads.work().slots()));
        List<Waiting> left =
                new ArrayList<>(startable(store.read(reads -> waiting(reads, room, now))));
        for (var next = room.next(left); next.isPresent(); next = room.next(left)) {
            Job job = next.get().job();
            left.remove(next.get());
            switch (grant(job, now)) {
                case WriteResult.Committed<Boolean> _ -> {
                    room.take(next.get());
                    nudge.nudge(job.task(), name());
                }
                case WriteResult.Lost<Boolean>(String why) -> log.debug("grant: {}", why);
                case WriteResult.Unknown<Boolean>(Throwable cause) -> {
                    // It may have the slot, so nobody else gets that one in this round.
                    room.take(next.get());
                    log.warn(
                            "grant of job {}: outcome unknown; the next round reads",
                            job.id(),
                            cause);
                }
            }
        }
    }

    /** Those kept waiting are told why, once a visit. */
    private List<Waiting> startable(List<Waiting> waiting) {
        Optional<String> why = waiting.isEmpty() ? Optional.empty() : obstacle.get();
        if (why.isEmpty()) {
            return waiting;
        }
        List<Waiting> urgent = waiting.stream()
                .filter(one -> Gate.Deploy.bringsBack(one.job()))
                .toList();
        waiting.stream()
                .filter(one -> !urgent.contains(one))
                .map(one -> one.job().task())
                .distinct()
                .forEach(task -> alerts.raise(task, "Nothing starts now: " + why.get()));
        return urgent;
    }

    /** Of each line with room for it as many as may be granted; all the others wait on. */
    private List<Waiting> waiting(Reads reads, Room room, Instant now) {
        List<Waiting> waiting = new ArrayList<>();
        for (JobKind kind : room.kinds()) {
            reads.work().lines(kind).stream()
                    .filter(room::fits)
                    .map(line -> reads.work().grantable(now, line, settings.slots(kind)))
                    .forEach(waiting::addAll);
        }
        waiting.sort(Comparator.<Waiting>comparingInt(w -> -w.job().priority())
                .thenComparingLong(w -> w.job().id()));
        return waiting;
    }

    private WriteResult<Boolean> grant(Job job, Instant now) {
        return store.write(
                "grant",
                tx -> tx.work().grant(job.id(), now)
                        ? Store.Step.commit(true)
                        : Store.Step.lost("job " + job.id() + " is not waiting any more"));
    }
}
