package dev.baton.jobs;

import dev.baton.model.Run;
import dev.baton.model.RunState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the reaper did since the start. Safe for use by many threads. */
public final class ReaperFigures {
    private final Map<Integer, Long> byTier = new TreeMap<>(Map.of(1, 0L, 2, 0L, 3, 0L));
    private @Nullable Reaped last;
    private @Nullable String breaker;
    private long deferred;
    private List<Long> finalizing = List.of();

    /** The run that was given up last. */
    public record Reaped(long jobId, String jobName, RunState outcome) {}

    /**
     * All of it at one moment.
     *
     * @param byTier runs given up
     * @param breaker why it holds; null = it does not
     * @param deferred how often a result that was not taken was left to a living finalizer
     * @param finalizing the jobs of these results in the last round
     */
    public record Figures(
            Map<Integer, Long> byTier,
            @Nullable Reaped last,
            @Nullable String breaker,
            long deferred,
            List<Long> finalizing) {
        public Figures {
            byTier = Map.copyOf(byTier);
            finalizing = List.copyOf(finalizing);
        }
    }

    public synchronized Figures now() {
        return new Figures(byTier, last, breaker, deferred, finalizing);
    }

    synchronized void reaped(Run run, int tier, RunState outcome) {
        byTier.merge(tier, 1L, Long::sum);
        last = new Reaped(run.jobId(), run.jobName(), outcome);
    }

    /** The jobs whose result was not taken in time while somebody works on it, in one round. */
    synchronized void deferred(List<Long> jobs) {
        deferred += jobs.size();
        finalizing = List.copyOf(jobs);
    }

    synchronized void breaker(@Nullable String why) {
        breaker = why;
    }
}
