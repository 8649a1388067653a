package dev.baton.store.jdbc;

import static java.util.stream.Collectors.toMap;

import dev.baton.model.Owner;
import dev.baton.model.Parking;
import dev.baton.model.Setback;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.Waiting;
import dev.baton.model.WorkItem;
import dev.baton.store.TaskReads;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads tasks, pipelines and incarnations. */
final class TaskQueries implements TaskReads {

    private static final String COLUMNS = """
            source_id, source_url, author, priority,
              status, stage, visit, epoch,
              owner_incarnation, owner_activity, owner_actor, owner_since, step,
              awaiting, awaiting_since, awaiting_until, awaiting_who,
              setback_why, setback_count, setback_max, setback_retry_at, parked_by, parked_why,
              pipeline_digest, branch, base, base_sha, head_sha,
              created_at, updated_at, stage_since
            from task
            """;

    private static final String TASK = "select id, project, key, title, body, " + COLUMNS;

    /** A body has up to 1 MiB, and nobody who reads many tasks reads it. */
    private static final String WITHOUT_BODY =
            "select id, project, key, title, '' as body, " + COLUMNS;

    private static final String BY_ID = TASK + "where id = :id";
    private static final String BY_KEY = TASK + "where key = :key";
    private static final String BY_SOURCE =
            TASK + "where project = :project\n  and source_id = :source_id";

    private static final String PARKED = "where status = 'PARKED'\n";
    private static final String NOT_PARKED = "where status <> 'PARKED'\n";
    private static final String SEARCH = "  and (lower(title) like :search escape '!'"
            + " or lower(key) like :search escape '!')\n";
    private static final String BEFORE = "  and id < :before\norder by id desc\nlimit :limit\n";

    static final String OUTSIDE = """
            select id, key, project, branch, base, head_sha, stage, visit, epoch
            from task
            where id > :after
              and status <> 'DONE'
              and status <> 'CANCELLED'
              and (owner_activity is null or owner_incarnation <> :incarnation)
              and head_sha <> base_sha
            order by id
            limit :limit
            """;

    static final String OWNED = """
            select id, owner_activity
            from task
            where owner_activity is not null
              and owner_incarnation = :incarnation
            """;

    static final String HELD =
            WITHOUT_BODY + "where owner_activity is not null\norder by owner_since, id";

    static final String COUNT_BY_STATUS = """
            select status, count(*) as tasks
            from task
            group by status
            """;

    private static final String STAGE_VISITS = """
            select stage, count(*) as entered
            from stage_visit
            where task_id = :task
            group by stage
            """;

    private static final String PIPELINE = """
            select yaml
            from pipeline
            where digest = :digest
            """;

    private static final String INCARNATION = """
            select id, host, pid, pid_start, os_boot_id, started_at
            from incarnation
            where id = :id
            """;

    private final Sql sql;

    TaskQueries(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Task> byId(TaskId id) {
        return sql.query(BY_ID).bind("id", id.value()).map(TaskQueries::task).findOne();
    }

    @Override
    public Optional<Task> byKey(String key) {
        return sql.query(BY_KEY).bind("key", key).map(TaskQueries::task).findOne();
    }

    @Override
    public Optional<Task> bySource(String project, String sourceId) {
        return sql.query(BY_SOURCE)
                .bind("project", project)
                .bind("source_id", sourceId)
                .map(TaskQueries::task)
                .findOne();
    }

    @Override
    public List<Task> list(Filter filter, @Nullable Place after, int limit) {
        List<Task> page = new ArrayList<>();
        TaskStatus status = filter.status();
        boolean inParked = after == null || after.parked();
        if (inParked && (status == null || status == TaskStatus.PARKED)) {
            page.addAll(segment(PARKED, filter, after, limit));
        }
        if (page.size() < limit && status != TaskStatus.PARKED) {
            page.addAll(segment(NOT_PARKED, filter, inParked ? null : after, limit - page.size()));
        }
        return page;
    }

    private List<Task> segment(String which, Filter filter, @Nullable Place after, int limit) {
        return matching(WITHOUT_BODY + which + matching(filter) + BEFORE, filter)
                .bind("before", after == null ? Long.MAX_VALUE : after.id().value())
                .bind("limit", limit)
                .map(TaskQueries::task)
                .list();
    }

    @Override
    public int count(Filter filter) {
        return matching("select count(*)\nfrom task\nwhere 1 = 1\n" + matching(filter), filter)
                .mapTo(Integer.class)
                .one();
    }

    private static String matching(Filter filter) {
        return (filter.project() == null ? "" : "  and project = :project\n")
                + (filter.status() == null ? "" : "  and status = :status\n")
                + (filter.search() == null ? "" : SEARCH);
    }

    private Query matching(String statement, Filter filter) {
        Query query = sql.query(statement);
        if (filter.project() != null) {
            query.bind("project", filter.project());
        }
        if (filter.status() != null) {
            query.bind("status", filter.status().name());
        }
        if (filter.search() != null) {
            String literally = filter.search().toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0");
            query.bind("search", "%" + literally + "%");
        }
        return query;
    }

    @Override
    public List<Outside> outside(long incarnation, TaskId after, int limit) {
        return sql.query(OUTSIDE)
                .bind("incarnation", incarnation)
                .bind("after", after.value())
                .bind("limit", limit)
                .map((columns, context) -> {
                    Row row = new Row(columns);
                    return new Outside(
                            row.task("id"),
                            row.text("key"),
                            row.text("project"),
                            row.text("branch"),
                            row.text("base"),
                            row.sha("head_sha"),
                            new StageId(row.text("stage")),
                            row.number("visit"),
                            row.number("epoch"));
                })
                .list();
    }

    @Override
    public Map<TaskId, Long> owned(long incarnation) {
        record Owned(TaskId task, long activity) {}
        return sql
                .query(OWNED)
                .bind("incarnation", incarnation)
                .map((columns, context) -> {
                    Row row = new Row(columns);
                    return new Owned(row.task("id"), row.number("owner_activity"));
                })
                .stream()
                .collect(toMap(Owned::task, Owned::activity));
    }

    @Override
    public List<Task> held() {
        return sql.query(HELD).map(TaskQueries::task).list();
    }

    @Override
    public Map<TaskStatus, Integer> countByStatus() {
        record Count(TaskStatus status, int tasks) {}
        return sql
                .query(COUNT_BY_STATUS)
                .map((columns, context) -> {
                    Row row = new Row(columns);
                    return new Count(row.word("status", TaskStatus.class), row.count("tasks"));
                })
                .stream()
                .collect(toMap(Count::status, Count::tasks));
    }

    @Override
    public Map<StageId, Integer> stageVisits(TaskId id) {
        record Entered(StageId stage, int times) {}
        return sql
                .query(STAGE_VISITS)
                .bind("task", id.value())
                .map((columns, context) -> {
                    Row row = new Row(columns);
                    return new Entered(new StageId(row.text("stage")), row.count("entered"));
                })
                .stream()
                .collect(toMap(Entered::stage, Entered::times));
    }

    @Override
    public Optional<String> pipelineYaml(String digest) {
        return sql.query(PIPELINE)
                .bind("digest", digest)
                .map((columns, context) -> new Row(columns).text("yaml"))
                .findOne();
    }

    @Override
    public Optional<Incarnation> incarnation(long id) {
        return sql.query(INCARNATION)
                .bind("id", id)
                .map(TaskQueries::incarnation)
                .findOne();
    }

    private static Incarnation incarnation(ResultSet columns, StatementContext context)
            throws SQLException {
        Row row = new Row(columns);
        return new Incarnation(
                row.number("id"),
                row.text("host"),
                row.number("pid"),
                row.number("pid_start"),
                row.text("os_boot_id"),
                row.instant("started_at"));
    }

    private static Task task(ResultSet columns, StatementContext context) throws SQLException {
        Row row = new Row(columns);
        TaskStatus status = row.word("status", TaskStatus.class);
        Owner owner = owner(row);
        Parking parking = parking(row);
        if (owner != null && !status.ownable()) {
            throw new IllegalStateException("task %s: expected no owner with status=%s, found %s"
                    .formatted(row.text("id"), status, owner));
        }
        if ((parking != null) != (status == TaskStatus.PARKED)) {
            throw new IllegalStateException(
                    "task %s: expected parked_by exactly when parked, found status=%s parked_by=%s"
                            .formatted(row.text("id"), status, row.textOrNull("parked_by")));
        }
        return new Task(
                row.task("id"),
                row.text("project"),
                row.text("key"),
                item(row),
                status,
                new StageId(row.text("stage")),
                row.number("visit"),
                row.number("epoch"),
                owner,
                waiting(row),
                setback(row),
                parking,
                row.text("pipeline_digest"),
                row.text("branch"),
                row.text("base"),
                row.shaOrNull("base_sha"),
                row.shaOrNull("head_sha"),
                row.instant("created_at"),
                row.instant("updated_at"),
                row.instant("stage_since"));
    }

    private static WorkItem item(Row row) throws SQLException {
        return new WorkItem(
                row.text("title"),
                row.text("body"),
                row.textOrNull("source_id"),
                row.textOrNull("source_url"),
                row.text("author"),
                row.count("priority"));
    }

    // The parts of the four below are all there or none; a missing part is refused by its column.

    private static @Nullable Owner owner(Row row) throws SQLException {
        if (row.numberOrNull("owner_activity") == null) {
            return null;
        }
        return new Owner(
                row.number("owner_incarnation"),
                row.number("owner_activity"),
                row.text("owner_actor"),
                row.text("step"),
                row.instant("owner_since"));
    }

    static @Nullable Waiting waiting(Row row) throws SQLException {
        String what = row.textOrNull("awaiting");
        return what == null
                ? null
                : new Waiting(
                        what,
                        row.instant("awaiting_since"),
                        row.instantOrNull("awaiting_until"),
                        row.textOrNull("awaiting_who"));
    }

    private static @Nullable Setback setback(Row row) throws SQLException {
        String why = row.textOrNull("setback_why");
        return why == null
                ? null
                : new Setback(
                        why,
                        row.count("setback_count"),
                        row.instant("setback_retry_at"),
                        row.countOrNull("setback_max"));
    }

    private static @Nullable Parking parking(Row row) throws SQLException {
        String who = row.textOrNull("parked_by");
        return who == null ? null : new Parking(who, row.text("parked_why"));
    }
}
