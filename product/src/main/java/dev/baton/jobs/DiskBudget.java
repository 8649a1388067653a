package dev.baton.jobs;

import dev.baton.agents.LimitSettings;
import dev.baton.loop.Tick;
import dev.baton.workspace.DiskUse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the data folder holds. Beyond its budget nothing new starts; nothing is ended or
 * removed for it. One thread counts, any number ask.
 */
public final class DiskBudget implements Tick {
    private final Path data;
    private final long bytesMax;
    private volatile @Nullable String problem;

    public DiskBudget(Path data, long bytesMax) {
        this.data = data;
        this.bytesMax = bytesMax;
    }

    @Override
    public String name() {
        return "disk budget";
    }

    @Override
    public void runOnce(Duration elapsed) {
        long bytes = DiskUse.of(data, bytesMax);
        problem = bytes <= bytesMax
                ? null
                : "the data folder " + data + " is over its budget of "
                        + LimitSettings.size(bytesMax)
                        + " (jobs.disk). Next: baton cleanup, or raise it";
    }

    /** What it was at the last count; empty = within the budget, or not counted yet. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }
}
