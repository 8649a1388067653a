package dev.baton.jobs;

import dev.baton.loop.Tick;
import dev.baton.loop.TickRunner;
import dev.baton.model.Run;
import dev.baton.model.TaskStatus;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.workspace.Checkouts;

import java.time.Duration;

/**
 * Removes the throwaway checkouts of gate runs whose result was taken or is not wanted any more. A
 * checkout that nobody knows stays: it may be being made at this moment.
 */
public final class Cleanup implements Tick {
    private final Store store;
    private final Checkouts checkouts;

    public Cleanup(Store store, Checkouts checkouts) {
        this.store = store;
        this.checkouts = checkouts;
    }

    @Override
    public String name() {
        return "cleanup";
    }

    @Override
    public void runOnce(Duration watched) {
        TickRunner.each(name(), checkouts.units(), unit -> {
            boolean finished = store.read(reads ->
                    reads.work().run(unit).filter(run -> finished(reads, run)).isPresent());
            if (finished) {
                checkouts.remove(unit);
            }
        });
    }

    private static boolean finished(Reads reads, Run run) {
        return run.state().terminal()
                && !inUse(reads, run)
                && (run.consumed()
                        || reads.tasks()
                                .byId(run.task())
                                .map(task -> task.status().terminal()
                                        || task.status() == TaskStatus.CANCELLING
                                        || task.visit() != run.visit())
                                .orElse(false));
    }

    /** What is in doubt may still be deploying, out of this folder. */
    private static boolean inUse(Reads reads, Run run) {
        return reads.deployments()
                .byUnit(run.unit())
                .filter(deployment -> !deployment.state().finished())
                .isPresent();
    }
}
