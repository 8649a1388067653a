package dev.baton.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a job: one supervised process outside the server.
 *
 * @param ordinal +1 for every start of the job's name in the visit, never reused
 * @param unit the deterministic name, unique for ever: {@code shop-12-v3-developer-1}
 * @param consumed whether the driver has taken its result
 * @param watched added up per tick while the server watched, survives restarts; no wall clock
 * @param limit the longest it may run
 * @param exitCode set exactly when EXITED
 * @param headBefore head of the branch when it was intended
 * @param headAfter head when its result was collected
 */
public record Run(
        long id,
        long jobId,
        TaskId task,
        long visit,
        String jobName,
        JobKind kind,
        int ordinal,
        String unit,
        @Nullable ProcessIdentity process,
        RunState state,
        boolean consumed,
        Duration watched,
        Duration limit,
        @Nullable Integer exitCode,
        @Nullable String reason,
        @Nullable Sha headBefore,
        @Nullable Sha headAfter,
        Instant startedAt,
        @Nullable Instant finishedAt) {
    /** Exit code of a run that ended with 0 and whose commits were refused; see its reason. */
    public static final int REFUSED = 124;
}
