package dev.baton.store;

import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.Run;
import dev.baton.model.TaskId;

import java.time.Duration;
import java.time.Instant;
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

    /** INTENDED and RUNNING runs of all tasks, oldest job first; there are as many as slots. */
    List<Run> unfinishedRuns();

    /**
     * RUNNING runs of all tasks: what the monitor watches.
     *
     * @param afterJob those of later jobs only, the oldest job first; at most one run of a job
     */
    List<Run> runningRuns(long afterJob, int limit);

    /**
     * RUNNING runs that nobody waits for: of a task that is over, or of a visit that was left.
     * Deploys are not among them: they are never ended.
     */
    List<Run> leftoverRuns(int limit);

    /**
     * Ended runs that nobody consumed and that a task waits for: of running jobs of LIVE tasks, and
     * all of tasks that are CANCELLING.
     */
    List<Run> unconsumedRuns(int limit);

    /**
     * Queued jobs of LIVE tasks without a grant, due at the given time: higher priority first, then
     * older.
     */
    List<Waiting> grantable(Instant now, int limit);

    /** The same of one line. */
    List<Waiting> grantable(Instant now, Line line, int limit);

    /** The lines in which jobs of that kind wait for a slot, due or not. */
    List<Line> lines(JobKind kind);

    /** Jobs that the same limits bound: they wait behind each other. */
    record Line(JobKind kind, String project, String jobName) {}

    /** What takes slots now: runs not over, and grants not spent. */
    List<Slot> slots();

    /** Queued and running jobs of all tasks, and how long the oldest queued one waits. */
    Load load(Instant now);

    /** A job that waits for a slot. */
    record Waiting(Job job, String project, String taskKey) {}

    /** A taken slot. */
    record Slot(long jobId, JobKind kind, String project, String jobName) {}

    /** The load of the server. */
    record Load(int queued, int running, Duration oldest) {}
}
