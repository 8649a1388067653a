package dev.baton.store.jdbc;

import dev.baton.model.QueuePlace;
import dev.baton.model.TaskId;
import dev.baton.store.QueueReads;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads merge queues. */
final class QueueQueries implements QueueReads {

    private static final String PLACE = """
            select project, base, task_id, visit, priority, joined_at, head_at, watched_ms, raised,
              head_watched_ms, demotions, candidates, overdue
            from merge_queue
            """;

    private static final String PLACE_OF = PLACE + "where task_id = :task";

    /** The order of a queue: waiting raises a class; the queue gives turns, not a clock. */
    static final String ORDER = "priority + raised desc, turn, joined_at, task_id";

    private static final String QUEUE = PLACE + """
            where project = :project
              and base = :base
            order by head_at is null,\s""" + ORDER;

    private static final String ALL = PLACE + "order by project, base, head_at is null, " + ORDER;

    static final String HEADS = PLACE + "where head_at is not null\norder by project, base";

    static final String HEADLESS = """
            select project, base
            from (
              select distinct project, base
              from merge_queue) as queue
            where not exists (
              select 1
              from merge_queue
              where merge_queue.project = queue.project
                and merge_queue.base = queue.base
                and merge_queue.head_at is not null)
            order by project, base
            limit :limit
            """;

    static final String LEFT_BEHIND = PLACE + """
            where not exists (
              select 1
              from task
              where task.id = merge_queue.task_id
                and task.visit = merge_queue.visit
                and task.status = 'LIVE')
            order by task_id
            limit :limit
            """;

    private final Sql sql;

    QueueQueries(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<QueuePlace> placeOf(TaskId task) {
        return sql.query(PLACE_OF)
                .bind("task", task.value())
                .map(QueueQueries::place)
                .findOne();
    }

    @Override
    public List<QueuePlace> queue(String project, String base) {
        return sql.query(QUEUE)
                .bind("project", project)
                .bind("base", base)
                .map(QueueQueries::place)
                .list();
    }

    @Override
    public List<QueuePlace> all() {
        return sql.query(ALL).map(QueueQueries::place).list();
    }

    @Override
    public List<QueuePlace> heads() {
        return sql.query(HEADS).map(QueueQueries::place).list();
    }

    @Override
    public List<Queue> headless(int limit) {
        return sql.query(HEADLESS)
                .bind("limit", limit)
                .map((columns, context) -> {
                    Row row = new Row(columns);
                    return new Queue(row.text("project"), row.text("base"));
                })
                .list();
    }

    @Override
    public List<QueuePlace> leftBehind(int limit) {
        return sql.query(LEFT_BEHIND)
                .bind("limit", limit)
                .map(QueueQueries::place)
                .list();
    }

    private static QueuePlace place(ResultSet columns, StatementContext context)
            throws SQLException {
        Row row = new Row(columns);
        return new QueuePlace(
                row.text("project"),
                row.text("base"),
                row.task("task_id"),
                row.number("visit"),
                row.count("priority"),
                row.instant("joined_at"),
                row.instantOrNull("head_at"),
                new QueuePlace.Watched(
                        row.duration("watched_ms"),
                        row.count("raised"),
                        row.duration("head_watched_ms"),
                        row.count("demotions"),
                        row.count("candidates"),
                        row.truth("overdue")));
    }
}
