package dev.baton.jobs;

import dev.baton.engine.Nudge;
import dev.baton.loop.Tick;
import dev.baton.loop.TickRunner;
import dev.baton.model.Event;
import dev.baton.model.Notice;
import dev.baton.model.QueuePlace;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.Store.Step;
import dev.baton.store.Tx;
import dev.baton.store.WriteResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps heads from blocking a merge queue. A place that its task has left behind is taken away; a
 * head that is there for too long is told so, with an alert, and nothing more.
 *
 * <p>It never moves the head of a task that may move: its driver may be between the intent to merge
 * and the merge, and a task that waits at the tail while its commit is on the base is the worst
 * answer to "why is this not moving?". So it stores that the head is overdue and nudges; the driver
 * lets the run at work end, settles what is open, and steps back or parks.
 */
public final class StaleHeads implements Tick {
    private static final Logger LOG = LoggerFactory.getLogger(StaleHeads.class);

    /** Taken away in one round; the others in the next. */
    private static final int LEFT_BEHIND_MAX = 100;

    private final Store store;
    private final Nudge nudge;
    private final Predicate<String> leased;
    private final Duration ceiling;
    private final InstantSource clock;
    private final AtomicLong reclaimed = new AtomicLong();

    /**
     * @param leased whether being the head is needed to land in that project; elsewhere a head
     *     keeps nobody waiting
     * @param ceiling so long at the head, in watched time
     */
    public StaleHeads(
            Store store,
            Nudge nudge,
            Predicate<String> leased,
            Duration ceiling,
            InstantSource clock) {
        this.store = store;
        this.nudge = nudge;
        this.leased = leased;
        this.ceiling = ceiling;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "stale heads";
    }

    /** Places taken away and heads told to make room, since the start. */
    public long reclaimed() {
        return reclaimed.get();
    }

    @Override
    public void runOnce(Duration watched) {
        List<Seen> seen = store.read(StaleHeads::seen);
        TickRunner.each(name(), seen, this::look);
    }

    /** A place with the task it belongs to, read together. */
    private record Seen(QueuePlace place, Task task) {
        /** Not the driver's any more: no decision about the task will ever give it up. */
        boolean leftBehind() {
            return place.visit() != task.visit() || task.status() != TaskStatus.LIVE;
        }

        @Override
        public String toString() {
            return task.key() + " in " + place.project() + " " + place.base();
        }
    }

    private static List<Seen> seen(Reads reads) {
        return Stream.concat(
                        reads.queue().heads().stream(),
                        reads.queue().leftBehind(LEFT_BEHIND_MAX).stream())
                .distinct()
                .map(place -> new Seen(
                        place,
                        reads.tasks()
                                .byId(place.task())
                                .orElseThrow(() -> new IllegalStateException("merge queue:"
                                        + " expected task " + place.task() + ", found none"))))
                .toList();
    }

    private void look(Seen seen) {
        if (seen.leftBehind()) {
            remove(seen);
        } else if (seen.place().head()
                && leased.test(seen.place().project())
                && !seen.place().watched().overdue()
                && seen.place().watched().atHead().compareTo(ceiling) >= 0) {
            tell(seen);
        }
    }

    private void remove(Seen seen) {
        QueuePlace place = seen.place();
        String why = "task is " + seen.task().status() + " in visit "
                + seen.task().visit() + ", its place is of visit " + place.visit();
        WriteResult<Optional<TaskId>> result = store.write("remove place", tx -> {
            if (!unmoved(tx, seen.task()) || !tx.queue().remove(place)) {
                return Step.lost(seen + " moved meanwhile");
            }
            note(tx, seen.task(), "left-queue", "merge queue of " + place.base() + ": " + why);
            return Step.commit(tx.queue().promote(place.project(), place.base(), clock.instant()));
        });
        if (result instanceof WriteResult.Committed<Optional<TaskId>>(Optional<TaskId> next)) {
            LOG.warn("{}: taken out of the merge queue: {}", seen, why);
            reclaimed.incrementAndGet();
            next.ifPresent(head -> nudge.nudge(head, name()));
        } else {
            LOG.debug("{}: not removed: {}", seen, result);
        }
    }

    private void tell(Seen seen) {
        String what = "longer than %s at the head of the merge queue of %s"
                .formatted(Words.of(ceiling), seen.place().base());
        WriteResult<Boolean> result = store.write("overdue", tx -> {
            if (!unmoved(tx, seen.task()) || !tx.queue().overdue(seen.place(), ceiling)) {
                return Step.lost(seen + " moved meanwhile");
            }
            note(tx, seen.task(), "overdue", what);
            tx.outbox()
                    .post(
                            seen.task().id(),
                            seen.task().visit(),
                            Notice.ALERT,
                            what,
                            clock.instant());
            return Step.commit(true);
        });
        if (result instanceof WriteResult.Committed) {
            LOG.warn("{}: {}; it makes room once nothing of it is open", seen, what);
            reclaimed.incrementAndGet();
            nudge.nudge(seen.task().id(), name());
        } else {
            LOG.debug("{}: not told: {}", seen, result);
        }
    }

    /** Locks the task's row at the epoch seen; changes nothing. */
    private static boolean unmoved(Tx tx, Task seen) {
        return tx.tasks().guard(seen.id(), seen.epoch(), seen.stage());
    }

    private void note(Tx tx, Task task, String type, String data) {
        tx.history()
                .append(new Event(
                        0,
                        task.id(),
                        task.epoch(),
                        task.visit(),
                        task.stage(),
                        false,
                        name(),
                        type,
                        data,
                        clock.instant()));
    }
}
