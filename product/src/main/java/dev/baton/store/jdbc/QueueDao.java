package dev.baton.store.jdbc;

import dev.baton.model.QueuePlace;
import dev.baton.model.TaskId;
import dev.baton.store.QueueWrites;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** Merge queues. */
final class QueueDao implements QueueWrites {

    private static final String PLACE = """
            select project, base, task_id, visit, priority, joined_at, head_at
            from merge_queue
            """;

    private static final String PLACE_OF = PLACE + "where task_id = :task";

    private static final String QUEUE = PLACE + """
            where project = :project
              and base = :base
            order by head_at is null, priority desc, joined_at, task_id
            """;

    private static final String ALL =
            PLACE + "order by project, base, head_at is null, priority desc, joined_at, task_id";

    // Two that join or leave at once would each see a queue without the other, and make two heads
    // or none. The row of the project's numbers stands for its queues: whoever has it is alone.
    private static final String ALONE = """
            update task_number
            set last = last
            where project = :project
            """;

    private static final String JOIN = """
            insert into merge_queue (task_id, project, base, visit, priority, joined_at)
            values (:task, :project, :base, :visit, :priority, :at)
            on conflict (task_id) do nothing
            """;

    private static final String PROMOTE = """
            update merge_queue
            set head_at = :at
            where task_id = (
                select task_id
                from merge_queue
                where project = :project
                  and base = :base
                order by priority desc, joined_at, task_id
                limit 1)
              and not exists (
                select 1
                from merge_queue
                where project = :project
                  and base = :base
                  and head_at is not null)
            returning task_id
            """;

    private static final String LEAVE = """
            delete from merge_queue
            where task_id = :task
            """;

    private final Sql sql;

    QueueDao(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<QueuePlace> placeOf(TaskId task) {
        return sql.query(PLACE_OF)
                .bind("task", task.value())
                .map(QueueDao::place)
                .findOne();
    }

    @Override
    public List<QueuePlace> queue(String project, String base) {
        return sql.query(QUEUE)
                .bind("project", project)
                .bind("base", base)
                .map(QueueDao::place)
                .list();
    }

    @Override
    public List<QueuePlace> all() {
        return sql.query(ALL).map(QueueDao::place).list();
    }

    @Override
    public void join(QueuePlace place) {
        alone(place.project());
        int joined = sql.update(JOIN)
                .bind("task", place.task().value())
                .bind("project", place.project())
                .bind("base", place.base())
                .bind("visit", place.visit())
                .bind("priority", place.priority())
                .bind("at", place.joinedAt().toEpochMilli())
                .execute();
        if (joined == 1) {
            promote(place.project(), place.base(), place.joinedAt());
        }
    }

    @Override
    public Optional<TaskId> leave(TaskId task, Instant at) {
        Optional<QueuePlace> left = placeOf(task);
        if (left.isEmpty()) {
            return Optional.empty();
        }
        alone(left.get().project());
        sql.update(LEAVE).bind("task", task.value()).execute();
        return promote(left.get().project(), left.get().base(), at);
    }

    private void alone(String project) {
        Sql.must(sql.update(ALONE).bind("project", project), "merge queues of " + project);
    }

    /** Makes the next the head, if there is none: only here is decided who holds the lease. */
    private Optional<TaskId> promote(String project, String base, Instant at) {
        return sql.query(PROMOTE)
                .bind("project", project)
                .bind("base", base)
                .bind("at", at.toEpochMilli())
                .map((columns, context) -> new Row(columns).task("task_id"))
                .findOne();
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
                row.instantOrNull("head_at"));
    }
}
