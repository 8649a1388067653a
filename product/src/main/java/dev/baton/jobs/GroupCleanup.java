package dev.baton.jobs;

import dev.baton.loop.Tick;
import dev.baton.loop.TickRunner;
import dev.baton.model.Run;
import dev.baton.runs.RunGroups;
import dev.baton.store.Store;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Removes the control groups of runs whose end is written. Until then they tell why the kernel
 * ended it. Those in which something lives stay.
 */
public final class GroupCleanup implements Tick {
    private final Store store;
    private final RunGroups groups;

    public GroupCleanup(Store store, RunGroups groups) {
        this.store = store;
        this.groups = groups;
    }

    @Override
    public String name() {
        return "control groups";
    }

    @Override
    public void runOnce(Duration watched) {
        // In this order: a group is made for a run that is in the database already.
        Set<String> made = groups.units();
        if (made.isEmpty()) {
            return;
        }
        Set<String> unfinished = store.read(reads -> reads.work().unfinishedRuns()).stream()
                .map(Run::unit)
                .collect(Collectors.toSet());
        TickRunner.each(
                name(),
                made.stream().filter(unit -> !unfinished.contains(unit)).toList(),
                groups::remove);
    }
}
