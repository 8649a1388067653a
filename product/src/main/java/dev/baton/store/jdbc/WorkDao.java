package dev.baton.store.jdbc;

import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.JobStatus;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.Sha;
import dev.baton.model.TaskId;
import dev.baton.store.WorkWrites;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Writes jobs and runs. */
final class WorkDao implements WorkWrites {

    private static final String QUEUE = """
            insert into job (task_id, project, visit, kind, name, subject, status,
              attempt, max_attempts, infra_lost, run_after, priority)
            select id, project, :visit, :kind, :name, :subject, 'QUEUED',
              0, :max_attempts, 0, :run_after, :priority
            from task
            where id = :task
            returning id
            """;

    // Keeps the task as it is until the grant is there: parking takes back the grants it sees.
    private static final String OF_A_LIVE_TASK = """
            update task
            set epoch = epoch
            where id = (select task_id from job where id = :id)
              and status = 'LIVE'
            """;

    private static final String GRANT = """
            update job
            set granted_at = :at
            where id = :id
              and status = 'QUEUED'
              and granted_at is null
            """;

    private static final String TAKE_BACK_GRANTS = """
            update job
            set granted_at = null
            where task_id = :task
              and status = 'QUEUED'
              and granted_at is not null
            """;

    private static final String RUNNING = """
            update job
            set status = 'RUNNING'
            where id = :id
              and status = 'QUEUED'
              and granted_at is not null
            """;

    private static final String INTEND = """
            insert into run (job_id, ordinal, unit, state, limit_ms, head_before, started_at)
            values (:job, :ordinal, :unit, 'INTENDED', :limit_ms, :head_before, :at)
            """;

    private static final String REQUEUE = """
            update job
            set status = 'QUEUED',
              granted_at = null,
              attempt = attempt + :charged,
              infra_lost = infra_lost + :infra_lost,
              run_after = :run_after
            where id = :id
              and status = 'RUNNING'
            """;

    private static final String END = """
            update job
            set status = :status
            where id = :id
              and (status = 'QUEUED' or status = 'RUNNING')
            """;

    private static final String END_JOBS = """
            update job
            set status = :status
            where task_id = :task
              and visit = :visit
              and (status = 'QUEUED' or status = 'RUNNING')
            """;

    private static final String RENEW = """
            update job
            set status = 'QUEUED',
              granted_at = null,
              attempt = 0,
              infra_lost = 0,
              run_after = :at
            where id = :id
            """;

    private static final String STARTED = """
            update run
            set state = 'RUNNING',
              pid = :pid,
              pid_start = :pid_start,
              os_boot_id = :os_boot_id,
              started_at = :at
            where unit = :unit
              and state = 'INTENDED'
            """;

    private static final String ENDED = """
            update run
            set state = :state,
              exit_code = :exit_code,
              reason = :reason,
              finished_at = :at,
              watched_ms = 0
            where unit = :unit
              and finished_at is null
            """;

    private static final String REFUSED = """
            update run
            set exit_code = :exit_code,
              reason = :reason
            where unit = :unit
              and state = 'EXITED'
              and exit_code = 0
              and consumed = 0
            """;

    private static final String WATCHED_ALL = """
            update run
            set watched_ms = watched_ms + :more
            where finished_at is null
              and state = 'RUNNING'
            """;

    private static final String WATCHED = """
            update run
            set watched_ms = watched_ms + :more
            where unit = :unit
              and finished_at is not null
              and consumed = 0
            """;

    private static final String CONSUME = """
            update run
            set consumed = 1,
              head_after = :head_after
            where unit = :unit
              and consumed = 0
              and finished_at is not null
            """;

    private final Sql sql;
    private final WorkQueries queries;

    WorkDao(Sql sql) {
        this.sql = sql;
        this.queries = new WorkQueries(sql);
    }

    @Override
    public Job queue(NewJob job) {
        long id = sql.query(QUEUE)
                .bind("task", job.task().value())
                .bind("visit", job.visit())
                .bind("kind", job.kind().name())
                .bind("name", job.name())
                .bind("subject", Sql.text(job.subject()))
                .bind("max_attempts", job.attemptsMax())
                .bind("run_after", job.runAfter().toEpochMilli())
                .bind("priority", job.priority())
                .mapTo(Long.class)
                .one();
        return job(id).orElseThrow();
    }

    @Override
    public boolean grant(long jobId, Instant at) {
        boolean granted =
                Sql.hit(sql.update(OF_A_LIVE_TASK).bind("id", jobId), "task of job " + jobId)
                        && Sql.hit(
                                sql.update(GRANT).bind("id", jobId).bind("at", at.toEpochMilli()),
                                "grant of job " + jobId);
        if (granted) {
            new Marks(sql).job(jobId);
        }
        return granted;
    }

    @Override
    public void takeBackGrants(TaskId task) {
        sql.update(TAKE_BACK_GRANTS).bind("task", task.value()).execute();
    }

    @Override
    public Run intend(Job job, NewRun run) {
        Sql.must(
                sql.update(RUNNING).bind("id", job.id()),
                "start of run " + run.unit() + ": job " + job.id() + " queued with a grant");
        sql.update(INTEND)
                .bind("job", job.id())
                .bind("ordinal", run.ordinal())
                .bind("unit", run.unit())
                .bind("limit_ms", run.limit().toMillis())
                .bind("head_before", Sql.text(run.headBefore()))
                .bind("at", run.at().toEpochMilli())
                .execute();
        return run(run.unit()).orElseThrow();
    }

    @Override
    public void requeue(long jobId, boolean charged, boolean infraLost, Instant runAfter) {
        Sql.must(
                sql.update(REQUEUE)
                        .bind("id", jobId)
                        .bind("charged", charged ? 1 : 0)
                        .bind("infra_lost", infraLost ? 1 : 0)
                        .bind("run_after", runAfter.toEpochMilli()),
                "requeue of running job " + jobId);
    }

    @Override
    public void end(long jobId, JobStatus terminal) {
        sql.update(END).bind("id", jobId).bind("status", ending(terminal)).execute();
    }

    @Override
    public void endJobs(TaskId task, long visit, JobStatus terminal) {
        sql.update(END_JOBS)
                .bind("task", task.value())
                .bind("visit", visit)
                .bind("status", ending(terminal))
                .execute();
    }

    @Override
    public void renew(long jobId, Instant at) {
        Sql.must(
                sql.update(RENEW).bind("id", jobId).bind("at", at.toEpochMilli()),
                "fresh attempts of job " + jobId);
    }

    @Override
    public boolean started(String unit, ProcessIdentity process, Instant at) {
        return Sql.hit(
                fact(STARTED, unit)
                        .bind("pid", process.pid())
                        .bind("pid_start", process.start())
                        .bind("os_boot_id", process.osBootId())
                        .bind("at", at.toEpochMilli()),
                "start of run " + unit);
    }

    @Override
    public boolean ended(
            String unit, RunState terminal, @Nullable Integer exitCode, String reason, Instant at) {
        if (!terminal.terminal() || (exitCode != null) != (terminal == RunState.EXITED)) {
            throw new IllegalArgumentException(
                    ("run %s: expected a terminal state, with an exit code exactly when EXITED,"
                                    + " found %s and %s")
                            .formatted(unit, terminal, exitCode));
        }
        boolean written = Sql.hit(
                fact(ENDED, unit)
                        .bind("state", terminal.name())
                        .bind("exit_code", exitCode)
                        .bind("reason", reason)
                        .bind("at", at.toEpochMilli()),
                "end of run " + unit);
        if (written) {
            new Marks(sql).run(unit);
        }
        return written;
    }

    @Override
    public void refused(String unit, String reason) {
        fact(REFUSED, unit)
                .bind("exit_code", Run.REFUSED)
                .bind("reason", "refused: " + reason)
                .execute();
    }

    @Override
    public void watched(Duration more) {
        sql.update(WATCHED_ALL).bind("more", more.toMillis()).execute();
    }

    @Override
    public void watched(String unit, Duration more) {
        fact(WATCHED, unit).bind("more", more.toMillis()).execute();
    }

    @Override
    public boolean consume(String unit, @Nullable Sha headAfter) {
        return Sql.hit(
                fact(CONSUME, unit).bind("head_after", Sql.text(headAfter)),
                "consumption of run " + unit);
    }

    @Override
    public Optional<Job> job(long id) {
        return queries.job(id);
    }

    @Override
    public List<Job> jobs(TaskId task, long visit) {
        return queries.jobs(task, visit);
    }

    @Override
    public List<Run> runs(TaskId task, long visit) {
        return queries.runs(task, visit);
    }

    @Override
    public Optional<Run> run(String unit) {
        return queries.run(unit);
    }

    @Override
    public List<Run> allRuns(TaskId task) {
        return queries.allRuns(task);
    }

    @Override
    public List<Run> unfinishedRuns() {
        return queries.unfinishedRuns();
    }

    @Override
    public List<Run> runningRuns(long afterJob, int limit) {
        return queries.runningRuns(afterJob, limit);
    }

    @Override
    public List<Run> leftoverRuns(int limit) {
        return queries.leftoverRuns(limit);
    }

    @Override
    public List<Run> unconsumedRuns(int limit) {
        return queries.unconsumedRuns(limit);
    }

    @Override
    public List<Waiting> grantable(Instant now, int limit) {
        return queries.grantable(now, limit);
    }

    @Override
    public List<Waiting> grantable(Instant now, Line line, int limit) {
        return queries.grantable(now, line, limit);
    }

    @Override
    public List<Line> lines(JobKind kind) {
        return queries.lines(kind);
    }

    @Override
    public List<Slot> slots() {
        return queries.slots();
    }

    @Override
    public Load load(Instant now) {
        return queries.load(now);
    }

    private Update fact(String statement, String unit) {
        return sql.update(statement).bind("unit", unit);
    }

    private static String ending(JobStatus status) {
        if (!status.terminal()) {
            throw new IllegalArgumentException(
                    "end of a job: expected a terminal status, found " + status);
        }
        return status.name();
    }
}
