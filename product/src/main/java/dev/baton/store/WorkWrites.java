package dev.baton.store;

import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.JobStatus;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.Sha;
import dev.baton.model.TaskId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writing jobs and runs. Job rows are written only by the driver, in the transaction of a task
 * guard; the exception is {@link #grant}, which is the dispatcher's. Run facts are guarded by the
 * run's id and state, so whoever comes second changes nothing.
 */
public interface WorkWrites extends WorkReads {

    /** Queues a job. A live job of the same visit and name is a broken invariant and throws. */
    Job queue(NewJob job);

    /** What a new job is made of. */
    record NewJob(
            TaskId task,
            long visit,
            JobKind kind,
            String name,
            @Nullable Sha subject,
            int attemptsMax,
            int priority,
            Instant runAfter) {}

    /** Gives a slot: {@code where status = QUEUED and granted_at is null}, and the task is LIVE. */
    boolean grant(long jobId, Instant at);

    /** Takes back the grants of a task's queued jobs, so that they hold no slot while it waits. */
    void takeBackGrants(TaskId task);

    /** QUEUED to RUNNING, with the run that is intended for it, INTENDED. */
    Run intend(Job job, NewRun run);

    /** What a new run is made of; its ordinal and unit are decided by the caller. */
    record NewRun(
            int ordinal,
            String unit,
            Duration limit,
            @Nullable Sha headBefore,
            Instant at) {}

    /**
     * RUNNING back to QUEUED without a grant.
     *
     * @param charged attempt + 1
     * @param infraLost infra_lost + 1
     */
    void requeue(long jobId, boolean charged, boolean infraLost, Instant runAfter);

    /** Ends a job. Terminal jobs stay as they are. */
    void end(long jobId, JobStatus terminal);

    /** Ends every live job of the visit. */
    void endJobs(TaskId task, long visit, JobStatus terminal);

    /** Gives a job fresh attempts: QUEUED, attempt 0, infra_lost 0, no grant. */
    void renew(long jobId, Instant at);

    /** INTENDED to RUNNING: its claim was seen. */
    boolean started(String unit, ProcessIdentity process, Instant at);

    /**
     * A run fact: from INTENDED or RUNNING to a terminal state, watched back to 0.
     *
     * @param exitCode exactly when EXITED
     */
    boolean ended(
            String unit, RunState terminal, @Nullable Integer exitCode, String reason, Instant at);

    /**
     * What a run left was refused: one that ended with exit code 0 counts as ended with {@link
     * Run#REFUSED}. Nothing happens to one that ended otherwise, which failed already.
     */
    void refused(String unit, String reason);

    /** Adds watched time to every RUNNING run. */
    void watched(Duration more);

    /** Adds watched time to an ended run that nobody consumed. */
    void watched(String unit, Duration more);

    /** Takes the result of an ended run, once: {@code where consumed = false}. */
    boolean consume(String unit, @Nullable Sha headAfter);
}
