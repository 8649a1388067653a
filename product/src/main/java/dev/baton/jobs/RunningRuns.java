package dev.baton.jobs;

import dev.baton.model.Run;
import dev.baton.store.Store;

import java.util.ArrayList;
import java.util.List;

/** All runs that are RUNNING, read page by page: whoever watches runs leaves none out. */
final class RunningRuns {
    private static final int PAGE = 200;

    private RunningRuns() {}

    static List<Run> of(Store store) {
        List<Run> runs = new ArrayList<>();
        List<Run> page;
        do {
            long last = runs.isEmpty() ? 0 : runs.getLast().jobId();
            page = store.read(reads -> reads.work().runningRuns(last, PAGE));
            runs.addAll(page);
        } while (page.size() == PAGE);
        return runs;
    }
}
