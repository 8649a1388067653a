package dev.baton.jobs;

import dev.baton.loop.Tick;
import dev.baton.loop.TickRunner;
import dev.baton.model.TaskId;
import dev.baton.store.Store;
import dev.baton.store.WriteResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes events and notices of tasks that have been over for long enough, which are most of what
 * the database holds. The task, its runs, verdicts, candidates, deployments and its journal stay:
 * they are its receipt, and what a late effect is refused by.
 */
public final class Retention implements Tick {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /** In one round, each in a transaction of its own; the others in the next. */
    private static final int ROUND_MAX = 500;

    private final Store store;
    private final Duration kept;
    private final InstantSource clock;

    /**
     * @param kept so long after a task was over
     */
    public Retention(Store store, Duration kept, InstantSource clock) {
        this.store = store;
        this.kept = kept;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public void runOnce(Duration elapsed) {
        List<TaskId> over = store.read(
                reads -> reads.history().toldAndOver(clock.instant().minus(kept), ROUND_MAX));
        TickRunner.each(name(), over, this::forget);
        if (!over.isEmpty()) {
            LOG.info("retention: history of {} finished tasks removed", over.size());
        }
    }

    /** Nobody moves a task that is over, so there is nothing to guard. */
    private void forget(TaskId task) {
        WriteResult<Boolean> result = store.write("retention", tx -> {
            tx.history().forget(task);
            return Store.Step.commit(true);
        });
        if (!(result instanceof WriteResult.Committed)) {
            LOG.warn("history of task {} not removed: {}", task, result);
        }
    }
}
