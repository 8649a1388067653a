package dev.baton.jobs;

import dev.baton.engine.Nudge;
import dev.baton.engine.Registry;
import dev.baton.loop.Tick;
import dev.baton.model.TaskId;
import dev.baton.store.Store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nudges every task that there is a reason to look at and that no living activity of this server
 * owns, so that a lost nudge costs one interval; a task that waits costs nothing. What counts as a
 * reason is {@link dev.baton.store.LookReads}.
 *
 * <p>Besides it goes through all tasks that are not over, a bounded number each round: all of them
 * once at the start, because what the settings say may have changed, and then at intervals, so that
 * no task is outside everybody's sight even where a reason was not written.
 */
public final class Scan implements Tick {
    /** A pass over all that are not over begins that often, in watched time. */
    public static final Duration PASS_EVERY = Duration.ofMinutes(5);

    /** Due tasks that are nudged in one round; the others have their turn in the next. */
    private static final int DUE_MAX = 500;

    /** So that the first look after a start is soon over, and nudges of others are not held up. */
    private static final int FIRST_PASS_MAX = 200;

    /** Bounds what the passes cost: with more tasks than fit into the interval it gets longer. */
    private static final int PASS_MAX = 32;

    private static final TaskId NONE = new TaskId(0);

    private final Store store;
    private final Registry registry;
    private final Nudge nudge;
    private final InstantSource clock;
    private final Duration passEvery;
    private TaskId lastDue = NONE;
    private Pass pass = new Pass(NONE, FIRST_PASS_MAX);
    private Duration sincePass = Duration.ZERO;

    public Scan(Store store, Registry registry, Nudge nudge, InstantSource clock) {
        this(store, registry, nudge, clock, PASS_EVERY);
    }

    public Scan(
            Store store, Registry registry, Nudge nudge, InstantSource clock, Duration passEvery) {
        this.store = store;
        this.registry = registry;
        this.nudge = nudge;
        this.clock = clock;
        this.passEvery = passEvery;
    }

    /**
     * How far a pass has come.
     *
     * @param last the task that was looked at last
     * @param atOnceMax in one round; 0 = the pass is over
     */
    private record Pass(TaskId last, int atOnceMax) {}

    @Override
    public String name() {
        return "scan";
    }

    @Override
    public void runOnce(Duration watched) {
        Set<TaskId> found = new LinkedHashSet<>(due());
        found.addAll(abandoned());
        found.addAll(pass(watched));
        found.forEach(task -> nudge.nudge(task, name()));
    }

    private List<TaskId> pass(Duration watched) {
        sincePass = sincePass.plus(watched);
        if (pass.atOnceMax() == 0 && sincePass.compareTo(passEvery) >= 0) {
            pass = new Pass(NONE, PASS_MAX);
            sincePass = Duration.ZERO;
        }
        return pass.atOnceMax() > 0 ? goOn() : List.of();
    }

    /** In turns, so that those who stay due keep nobody from being looked at. */
    private List<TaskId> due() {
        List<TaskId> found = store.read(reads ->
                reads.looks().due(clock.instant(), registry.incarnation(), lastDue, DUE_MAX));
        lastDue = found.size() < DUE_MAX ? NONE : found.getLast();
        return found;
    }

    /** Owned by this server, by an activity that is gone; there are few that have an owner. */
    private List<TaskId> abandoned() {
        return store.read(reads -> reads.tasks().owned(registry.incarnation())).entrySet().stream()
                .filter(owned -> !registry.lives(owned.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private List<TaskId> goOn() {
        int max = pass.atOnceMax();
        List<TaskId> found =
                store.read(reads -> reads.looks().open(registry.incarnation(), pass.last(), max));
        pass = found.size() < max ? new Pass(NONE, 0) : new Pass(found.getLast(), max);
        return found;
    }
}
