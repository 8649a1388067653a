package dev.baton.engine;

import dev.baton.model.Owner;
import dev.baton.model.TaskId;
import dev.baton.model.Ticker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The living activities of this incarnation: who is working on which task, at what step, until
 * when. Put and removed by {@link Drives} alone. Safe for use by many threads.
 */
public final class Registry {
    /** What lies between two steps: reads and writes of the database. */
    private static final Duration READING_MAX = Duration.ofMinutes(2);

    private final long incarnation;
    private final Ticker ticker;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Activity> living = new ConcurrentHashMap<>();

    public Registry(long incarnation, Ticker ticker) {
        this.incarnation = incarnation;
        this.ticker = ticker;
    }

    public long incarnation() {
        return incarnation;
    }

    /** Whether that owner is an activity of this incarnation that has not ended. */
    public boolean alive(Owner owner) {
        return owner.incarnation() == incarnation && living.containsKey(owner.activity());
    }

    /** For display: what is going on now. */
    public List<Activity> living() {
        return List.copyOf(living.values());
    }

    Activity begin(TaskId task, String actor) {
        Activity activity = new Activity(
                numbers.incrementAndGet(), task, actor, Thread.currentThread(), ticker.nanos());
        living.put(activity.id(), activity);
        return activity;
    }

    void end(Activity activity) {
        living.remove(activity.id());
    }

    void step(Activity activity, String name, Duration timeout) {
        long now = ticker.nanos();
        activity.step = new Step(name, now, now + timeout.toNanos());
    }

    /** Whether that activity of this incarnation is living. */
    public boolean lives(long activity) {
        return living.containsKey(activity);
    }

    /** The activity of that owner, if it is living. */
    public Optional<Activity> find(Owner owner) {
        return owner.incarnation() == incarnation
                ? Optional.ofNullable(living.get(owner.activity()))
                : Optional.empty();
    }

    /** Only while it is living: a moment later its thread may be another activity's. */
    void interrupt(Owner owner) {
        if (owner.incarnation() == incarnation) {
            living.computeIfPresent(owner.activity(), (id, activity) -> {
                activity.thread().interrupt();
                return activity;
            });
        }
    }

    /** Whether any activity is working on the task. */
    public boolean busy(TaskId task) {
        return living.values().stream().anyMatch(activity -> activity.task().equals(task));
    }

    /**
     * What an activity is doing.
     *
     * @param begunNanos by the server's ticker
     * @param deadlineNanos the same; begun plus the timeout that was declared for the step
     */
    public record Step(String name, long begunNanos, long deadlineNanos) {}

    /** One drive of one task by one thread. */
    public static final class Activity {
        private final long id;
        private final TaskId task;
        private final String actor;
        private final Thread thread;
        private volatile Step step;

        private Activity(long id, TaskId task, String actor, Thread thread, long nanos) {
            this.id = id;
            this.step = new Step("reading", nanos, nanos + READING_MAX.toNanos());
            this.task = task;
            this.actor = actor;
            this.thread = thread;
        }

        public long id() {
            return id;
        }

        public TaskId task() {
            return task;
        }

        public String actor() {
            return actor;
        }

        public Thread thread() {
            return thread;
        }

        public Step step() {
            return step;
        }
    }
}
