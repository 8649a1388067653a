package dev.baton.simulation;

import dev.baton.engine.Driver;
import dev.baton.model.Decision;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.simulation.Violation.Kind;
import dev.baton.store.Store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds the scan to its word: a task that it leaves out waits, and for what it says. Asked whenever
 * no thread runs, so whoever writes a fact and does not say so in the same transaction is found out
 * before anybody's nudge makes up for it.
 */
final class Waiters {
    private static final long NOBODY = -1;
    private static final int ALL = 1000;
    private static final TaskId NONE = new TaskId(0);

    private final Store store;
    private final Driver driver;
    private final InstantSource clock;
    private long commits = -1;
    private Instant asked = Instant.MIN;

    /**
     * @param store without faults
     * @param driver on that store; asked only
     */
    Waiters(Store store, Driver driver, InstantSource clock) {
        this.store = store;
        this.driver = driver;
        this.clock = clock;
    }

    void inspect(World world) {
        long written = store.counters().commits();
        Instant now = clock.instant();
        if (written == commits && now.equals(asked)) {
            return;
        }
        commits = written;
        asked = now;
        Set<TaskId> due =
                new HashSet<>(store.read(reads -> reads.looks().due(now, NOBODY, NONE, ALL)));
        List<TaskId> open = store.read(reads -> reads.looks().open(NOBODY, NONE, ALL));
        for (TaskId task : open) {
            if (!due.contains(task)) {
                driver.explain(task).ifPresent(explained -> inspect(world, explained));
            }
        }
    }

    private static void inspect(World world, Driver.Explanation explained) {
        Task task = explained.task();
        boolean waits = explained.decision() instanceof Decision.Await await
                && task.waiting() != null
                && task.waiting().says(await);
        if (!waits) {
            world.violation(
                    Kind.STUCK,
                    task.key() + " is left out by the scan, waits for " + task.waiting()
                            + " and would " + explained.decision());
        }
    }
}
