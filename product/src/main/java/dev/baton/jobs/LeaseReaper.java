package dev.baton.jobs;

import dev.baton.engine.Nudge;
import dev.baton.engine.Patience;
import dev.baton.engine.Registry;
import dev.baton.engine.Revocations;
import dev.baton.loop.Tick;
import dev.baton.loop.TickRunner;
import dev.baton.model.Owner;
import dev.baton.model.Task;
import dev.baton.model.Ticker;
import dev.baton.store.Store;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after tasks that have a living owner; those of the dead are the scan's. One whose activity
 * does not end its step is taken from it: interrupted, and revoked by compare-and-set on the epoch
 * seen. What was begun outside stays an intent in the journal, and the next owner asks the resource
 * first.
 */
public final class LeaseReaper implements Tick {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseReaper.class);

    private final Store store;
    private final Registry registry;
    private final Patience patience;
    private final Ticker ticker;
    private final Revocations revocations;
    private final Nudge nudge;

    public LeaseReaper(
            Store store,
            Registry registry,
            Patience patience,
            Ticker ticker,
            Revocations revocations,
            Nudge nudge) {
        this.store = store;
        this.registry = registry;
        this.patience = patience;
        this.ticker = ticker;
        this.revocations = revocations;
        this.nudge = nudge;
    }

    @Override
    public String name() {
        return "lease reaper";
    }

    @Override
    public void runOnce(Duration watched) {
        TickRunner.each(name(), store.read(reads -> reads.tasks().held()), this::look);
    }

    private void look(Task task) {
        Owner owner = task.owner();
        if (owner == null) {
            return;
        }
        Registry.Activity activity = registry.find(owner).orElse(null);
        if (activity == null) {
            return;
        }
        Registry.Step step = activity.step();
        if (patience.over(task.project(), step, ticker.nanos())) {
            takeAway(task, activity, step);
        }
    }

    /** Interrupted first: what it started outside ends with it, if it can be ended. */
    private void takeAway(Task task, Registry.Activity activity, Registry.Step step) {
        String why = "step " + step.name() + " did not end within "
                + Words.of(Duration.ofNanos(step.deadlineNanos() - step.begunNanos()))
                + " and its grace";
        activity.thread().interrupt();
        switch (revocations.revokeOverdue(task, name(), why)) {
            case Revocations.Taken taken -> nudge.nudge(task.id(), name());
            case Revocations.Changed changed ->
                LOG.debug("{}: moved on by itself meanwhile", task.key());
        }
    }
}
