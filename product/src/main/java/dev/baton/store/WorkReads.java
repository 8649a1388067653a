package dev.baton.store;

import dev.baton.model.Job;
import dev.baton.model.Run;
import dev.baton.model.TaskId;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reading jobs and runs. */
public interface WorkReads {
    Optional<Job> job(long id);

    /** Jobs of one visit, oldest first. */
    List<Job> jobs(TaskId task, long visit);

    /** Runs of one visit, and those of other visits that are not over; oldest first. */
    List<Run> runs(TaskId task, long visit);

    Optional<Run> run(String unit);

    /** All runs of a task, oldest first. */
    List<Run> allRuns(TaskId task);

    /** INTENDED and RUNNING runs of all tasks, oldest job first: what the monitor watches. */
    List<Run> unfinishedRuns();

    /**
     * RUNNING runs that nobody waits for: of a task that is over, or of a visit that was left.
     * Deploys are not among them: they are never ended.
     */
    List<Run> leftoverRuns();

    /** Ended runs that nobody consumed, of tasks that may move (LIVE, CANCELLING). */
    List<Run> unconsumedRuns();

    /**
     * Queued jobs of LIVE tasks without a grant, due at the given time: higher priority first, then
     * older.
     */
    List<Waiting> grantable(java.time.Instant now);

    /** What takes slots now: runs not over, and grants not spent. */
    List<Slot> slots();

    /** Queued and running jobs of all tasks, and how long the oldest queued one waits. */
    Load load(java.time.Instant now);

    /** A job that waits for a slot. */
    record Waiting(Job job, String project, String taskKey) {}

    /** A taken slot. */
    record Slot(long jobId, dev.baton.model.JobKind kind, String project, String jobName) {}

    /** The load of the server. */
    record Load(int queued, int running, Duration oldest) {}
}
