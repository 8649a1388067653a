package dev.baton.store.jdbc;

import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.JobStatus;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.TaskId;
import dev.baton.store.WorkReads;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads jobs and runs. */
final class WorkQueries implements WorkReads {

    private static final String JOB_COLUMNS = """
            select job.id, job.task_id, job.visit, job.kind, job.name, job.subject, job.status,
              job.attempt, job.max_attempts, job.infra_lost, job.granted_at, job.run_after,
              job.priority
            """;

    private static final String JOB = JOB_COLUMNS + "from job\n";
    private static final String JOB_BY_ID = JOB + "where id = :id";
    private static final String JOBS =
            JOB + "where task_id = :task\n  and visit = :visit\norder by id";

    private static final String RUN_COLUMNS = """
            select run.id, run.job_id, job.task_id, job.visit, job.name, job.kind, run.ordinal,
              run.unit, run.pid, run.pid_start, run.os_boot_id, run.state, run.consumed,
              run.watched_ms, run.limit_ms, run.exit_code, run.reason, run.head_before,
              run.head_after, run.started_at, run.finished_at
            """;

    private static final String RUN = RUN_COLUMNS + "from run\n  join job on job.id = run.job_id\n";
    private static final String RUN_BY_UNIT = RUN + "where run.unit = :unit";
    private static final String RUNS_OF_TASK = RUN + "where job.task_id = :task\norder by run.id";

    private static final String RUNS = RUN + """
            where job.task_id = :task
              and (job.visit = :visit or run.finished_at is null)
            order by run.id
            """;

    // Ordered as the index run_live is; by id SQLite would read every run there ever was.
    static final String UNFINISHED = RUN + """
            where run.finished_at is null
            order by run.job_id
            """;

    static final String RUNNING = RUN + """
            where run.finished_at is null
              and run.state = 'RUNNING'
              and run.job_id > :after
            order by run.job_id
            limit :limit
            """;

    static final String LEFTOVER = RUN_COLUMNS + """
            from run
              join job on job.id = run.job_id
              join task on task.id = job.task_id
            where run.finished_at is null
              and run.state = 'RUNNING'
              and job.kind <> 'DEPLOY'
              and (task.status in ('DONE', 'CANCELLED') or job.visit < task.visit)
            order by run.job_id
            limit :limit
            """;

    // "cross join" keeps SQLite to this order: few running jobs and tasks that are being stopped
    // first, never all that wait, nor all runs ever lost.
    static final String UNCONSUMED = RUN_COLUMNS + """
            from job
              cross join run
              cross join task
            where job.status = 'RUNNING'
              and run.job_id = job.id
              and run.consumed = 0
              and run.finished_at is not null
              and task.id = job.task_id
              and task.status = 'LIVE'
            union all
            """ + RUN_COLUMNS + """
            from task
              cross join job
              cross join run
            where task.status = 'CANCELLING'
              and job.task_id = task.id
              and run.job_id = job.id
              and run.consumed = 0
              and run.finished_at is not null
            order by 1
            limit :limit
            """;

    private static final String WAITING = JOB_COLUMNS + """
              , task.project, task.key
            from job
              join task on task.id = job.task_id
            where job.status = 'QUEUED'
              and job.granted_at is null
              and job.run_after <= :now
              and task.status = 'LIVE'
            """;

    private static final String FIRST_OF_THEM =
            "order by job.priority desc, job.id\nlimit :limit\n";

    static final String GRANTABLE = WAITING + FIRST_OF_THEM;

    static final String GRANTABLE_IN_LINE = WAITING + """
              and job.kind = :kind
              and job.project = :project
              and job.name = :name
            """ + FIRST_OF_THEM;

    static final String LINES = """
            select distinct kind, project, name
            from job
            where status = 'QUEUED'
              and granted_at is null
              and kind = :kind
            """;

    static final String SLOTS = """
            select job.id, job.kind, job.name, task.project
            from run
              join job on job.id = run.job_id
              join task on task.id = job.task_id
            where run.finished_at is null
              and (run.state <> 'INTENDED' or task.status in ('LIVE', 'CANCELLING'))
            union all
            select job.id, job.kind, job.name, task.project
            from job
              join task on task.id = job.task_id
            where job.status = 'QUEUED'
              and job.granted_at is not null
            """;

    static final String LOAD = """
            select
              (select count(*) from job where status = 'QUEUED') as queued,
              (select count(*) from job where status = 'RUNNING') as running,
              (select min(run_after) from job where status = 'QUEUED') as oldest
            """;

    private final Sql sql;

    WorkQueries(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Job> job(long id) {
        return sql.query(JOB_BY_ID).bind("id", id).map(WorkQueries::job).findOne();
    }

    @Override
    public List<Job> jobs(TaskId task, long visit) {
        return sql.query(JOBS)
                .bind("task", task.value())
                .bind("visit", visit)
                .map(WorkQueries::job)
                .list();
    }

    @Override
    public List<Run> runs(TaskId task, long visit) {
        return sql.query(RUNS)
                .bind("task", task.value())
                .bind("visit", visit)
                .map(WorkQueries::run)
                .list();
    }

    @Override
    public Optional<Run> run(String unit) {
        return sql.query(RUN_BY_UNIT).bind("unit", unit).map(WorkQueries::run).findOne();
    }

    @Override
    public List<Run> allRuns(TaskId task) {
        return sql.query(RUNS_OF_TASK)
                .bind("task", task.value())
                .map(WorkQueries::run)
                .list();
    }

    @Override
    public List<Run> unfinishedRuns() {
        return sql.query(UNFINISHED).map(WorkQueries::run).list();
    }

    @Override
    public List<Run> runningRuns(long afterJob, int limit) {
        return sql.query(RUNNING)
                .bind("after", afterJob)
                .bind("limit", limit)
                .map(WorkQueries::run)
                .list();
    }

    @Override
    public List<Run> leftoverRuns(int limit) {
        return sql.query(LEFTOVER).bind("limit", limit).map(WorkQueries::run).list();
    }

    @Override
    public List<Run> unconsumedRuns(int limit) {
        return sql.query(UNCONSUMED).bind("limit", limit).map(WorkQueries::run).list();
    }

    @Override
    public List<Waiting> grantable(Instant now, int limit) {
        return waiting(sql.query(GRANTABLE), now, limit);
    }

    @Override
    public List<Waiting> grantable(Instant now, Line line, int limit) {
        return waiting(
                sql.query(GRANTABLE_IN_LINE)
                        .bind("kind", line.kind().name())
                        .bind("project", line.project())
                        .bind("name", line.jobName()),
                now,
                limit);
    }

    private static List<Waiting> waiting(Query query, Instant now, int limit) {
        return query.bind("now", now.toEpochMilli())
                .bind("limit", limit)
                .map((columns, context) -> {
                    Row row = new Row(columns);
                    return new Waiting(job(columns, context), row.text("project"), row.text("key"));
                })
                .list();
    }

    @Override
    public List<Line> lines(JobKind kind) {
        return sql.query(LINES)
                .bind("kind", kind.name())
                .map((columns, context) -> {
                    Row row = new Row(columns);
                    return new Line(
                            row.word("kind", JobKind.class), row.text("project"), row.text("name"));
                })
                .list();
    }

    @Override
    public List<Slot> slots() {
        return sql.query(SLOTS)
                .map((columns, context) -> {
                    Row row = new Row(columns);
                    return new Slot(
                            row.number("id"),
                            row.word("kind", JobKind.class),
                            row.text("project"),
                            row.text("name"));
                })
                .list();
    }

    @Override
    public Load load(Instant now) {
        return sql.query(LOAD)
                .map((columns, context) -> {
                    Row row = new Row(columns);
                    Instant oldest = row.instantOrNull("oldest");
                    return new Load(row.count("queued"), row.count("running"), waited(oldest, now));
                })
                .one();
    }

    /** A job that is not due yet has not waited. */
    private static Duration waited(@Nullable Instant since, Instant now) {
        return since == null || since.isAfter(now) ? Duration.ZERO : Duration.between(since, now);
    }

    private static Job job(ResultSet columns, StatementContext context) throws SQLException {
        Row row = new Row(columns);
        JobStatus status = row.word("status", JobStatus.class);
        Instant grantedAt = row.instantOrNull("granted_at");
        if (status == JobStatus.RUNNING && grantedAt == null) {
            throw new IllegalStateException(
                    "job %s: expected granted_at with status=RUNNING, found null"
                            .formatted(row.text("id")));
        }
        return new Job(
                row.number("id"),
                row.task("task_id"),
                row.number("visit"),
                row.word("kind", JobKind.class),
                row.text("name"),
                row.shaOrNull("subject"),
                status,
                row.count("attempt"),
                row.count("max_attempts"),
                row.count("infra_lost"),
                grantedAt,
                row.instant("run_after"),
                row.count("priority"));
    }

    private static Run run(ResultSet columns, StatementContext context) throws SQLException {
        Row row = new Row(columns);
        RunState state = row.word("state", RunState.class);
        Integer exitCode = row.countOrNull("exit_code");
        Instant finishedAt = row.instantOrNull("finished_at");
        if ((finishedAt != null) != state.terminal()
                || (exitCode != null) != (state == RunState.EXITED)) {
            throw new IllegalStateException(
                    ("run %s: expected finished_at exactly when terminal and"
                                    + " exit_code exactly when EXITED,"
                                    + " found state=%s finished_at=%s exit_code=%s")
                            .formatted(row.text("unit"), state, finishedAt, exitCode));
        }
        return new Run(
                row.number("id"),
                row.number("job_id"),
                row.task("task_id"),
                row.number("visit"),
                row.text("name"),
                row.word("kind", JobKind.class),
                row.count("ordinal"),
                row.text("unit"),
                process(row),
                state,
                row.truth("consumed"),
                row.duration("watched_ms"),
                row.duration("limit_ms"),
                exitCode,
                row.textOrNull("reason"),
                row.shaOrNull("head_before"),
                row.shaOrNull("head_after"),
                row.instant("started_at"),
                finishedAt);
    }

    private static @Nullable ProcessIdentity process(Row row) throws SQLException {
        Long pid = row.numberOrNull("pid");
        return pid == null
                ? null
                : new ProcessIdentity(pid, row.number("pid_start"), row.text("os_boot_id"));
    }
}
