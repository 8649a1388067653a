package dev.baton.api;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The state of everything that queues, holds or repairs; pinned by a test. */
public record QueueView(
        Block<Jobs> jobs,
        Block<Reaper> reaper,
        Block<TransitionLeaseView> transitionLease,
        Block<MergeLeaseView> mergeLease,
        Block<Actor> reconciler,
        Block<Actor> verifier,
        Block<Outbox> outbox) {

    /** Long work: how much waits and runs, and how long the oldest waits. */
    public record Jobs(int queued, int running, long oldestSeconds) {}

    /**
     * What frees dead runs.
     *
     * @param interval as in baton.yaml ({@code 5s}); null where it is not there
     */
    public record Reaper(
            boolean enabled,
            @Nullable String interval,
            @Nullable Instant lastRunTs,
            long tickMillis,
            long reapedTotal,
            Map<String, Long> reapedByTier,
            @Nullable Reaped lastReaped,
            long leaseReclaimedTotal,
            boolean finalizerLivenessEnabled,
            long finalizerDefersTotal,
            FinalizerOwned finalizerOwned,
            @Nullable String breaker) {
        public Reaper {
            reapedByTier = Collections.unmodifiableMap(new TreeMap<>(reapedByTier));
        }

        /** What is said where no reaper is there. */
        public static final Reaper ABSENT = new Reaper(
                false,
                null,
                null,
                0,
                0,
                Map.of("1", 0L, "2", 0L, "3", 0L),
                null,
                0,
                false,
                0,
                new FinalizerOwned(0, List.of()),
                null);
    }

    /** The run that was reaped last. */
    public record Reaped(long jobId, String agent, String outcome) {}

    /** Jobs whose result somebody is working on. */
    public record FinalizerOwned(int active, List<Long> jobs) {
        public FinalizerOwned {
            jobs = List.copyOf(jobs);
        }
    }

    /** A loop that repairs or checks. */
    public record Actor(
            boolean enabled,
            @Nullable String interval,
            @Nullable Instant lastRunTs,
            long tickMillis) {
        /** What is said where the loop is not there. */
        public static final Actor ABSENT = new Actor(false, null, null, 0);
    }

    /** Messages that wait to be sent. */
    public record Outbox(boolean enabled, long waiting, long sentTotal, long failedTotal) {
        /** What is said where nothing sends messages. */
        public static final Outbox ABSENT = new Outbox(false, 0, 0, 0);
    }
}
