package dev.baton.jobs;

import dev.baton.agents.LimitSettings;
import dev.baton.loop.Tick;
import dev.baton.loop.TickRunner;
import dev.baton.model.JobKind;
import dev.baton.model.Run;
import dev.baton.model.RunLimits;
import dev.baton.model.RunState;
import dev.baton.runs.RunUnit;
import dev.baton.store.Store;
import dev.baton.workspace.DiskUse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends runs that take more of the machine than their settings allow. It looks in intervals, so what
 * is quick can take more for so long, unless the kernel holds the run to its limits: then nothing
 * is added up, and whoever was refused something is ended. Never ends a deploy.
 */
public final class LimitWatch implements Tick {
    private static final Logger LOG = LoggerFactory.getLogger(LimitWatch.class);

    /** Of the time that files are counted, so much is not: an answer may be that old. */
    private static final int REST = 20;

    private final Store store;
    private final RunUnit units;
    private final Overuse overuse;
    private final RunFacts facts;
    private final LongSupplier nanos;
    private final Map<String, Disk> disks = new HashMap<>();

    /**
     * @param nanos a clock that does not jump
     */
    public LimitWatch(
            Store store, RunUnit units, Overuse overuse, RunFacts facts, LongSupplier nanos) {
        this.store = store;
        this.units = units;
        this.overuse = overuse;
        this.facts = facts;
        this.nanos = nanos;
    }

    /**
     * What a run may take, and where it does.
     *
     * @param setting what the keys begin with, as in {@code agents.dev}
     * @param work its folders
     * @param home kept from run to run, so that only its growth counts; null = none
     */
    public record Bounds(
            RunLimits limits,
            String setting,
            List<Path> work,
            @Nullable Path home) {
        public Bounds {
            work = List.copyOf(work);
        }
    }

    @Override
    public String name() {
        return "limit watch";
    }

    @Override
    public void runOnce(Duration watched) {
        List<Run> runs = RunningRuns.of(store).stream()
                .filter(run -> run.kind() != JobKind.DEPLOY)
                .toList();
        Set<String> running = runs.stream().map(Run::unit).collect(Collectors.toSet());
        disks.keySet().retainAll(running);
        TickRunner.each(
                name(),
                runs,
                run -> overuse.bounds(run)
                        .flatMap(found -> over(run, found))
                        .ifPresent(why -> end(run, why)));
    }

    private Optional<String> over(Run run, Bounds bounds) {
        return overuse.now(run, bounds)
                .or(() -> disks.computeIfAbsent(run.unit(), _ -> new Disk())
                        .over(bounds)
                        .map(bytes -> Overuse.over(
                                LimitSettings.size(bounds.limits().diskBytes()) + " of disk",
                                bounds,
                                "disk",
                                "found at least " + LimitSettings.size(bytes))));
    }

    private void end(Run run, String why) {
        switch (units.kill(run.unit(), run.process())) {
            case RunUnit.Ended(int code) -> facts.exited(run, code);
            case RunUnit.Dead _ -> {
                boolean _ = facts.ended(run, RunState.TIMED_OUT, why);
            }
            case RunUnit.Survived(List<Long> pids, String how) ->
                LOG.warn("run {}: {}, but {} (pids {})", run.unit(), why, how, pids);
        }
    }

    /** The files of one run; counting them again waits in proportion to what it took. */
    private final class Disk {
        private long homeBefore = -1;
        private long next = Long.MIN_VALUE;

        Optional<Long> over(Bounds bounds) {
            long begun = nanos.getAsLong();
            if (next != Long.MIN_VALUE && begun - next < 0) {
                return Optional.empty();
            }
            long max = bounds.limits().diskBytes();
            long bytes = bounds.work().stream()
                    .mapToLong(folder -> DiskUse.of(folder, max))
                    .sum();
            Path home = bounds.home();
            if (home != null && bytes <= max) {
                long now = DiskUse.of(home, Long.MAX_VALUE);
                homeBefore = homeBefore < 0 ? now : homeBefore;
                bytes += Math.max(0, now - homeBefore);
            }
            long ended = nanos.getAsLong();
            next = ended + (ended - begun) * REST;
            return bytes > max ? Optional.of(bytes) : Optional.empty();
        }
    }
}
