package dev.baton.store.jdbc;

import dev.baton.model.TaskId;
import dev.baton.store.LookWrites;

import java.time.Instant;
import java.util.List;

/** Which tasks there is a reason to look at. */
final class LookDao implements LookWrites {

    /** As in the indexes, word for word: SQLite uses a partial index for nothing else. */
    private static final String OPEN_TASK = " status <> 'DONE' and status <> 'CANCELLED'\n";

    private static final String NEXT_PAGE = """
              and id > :after
              and (owner_activity is null or owner_incarnation <> :incarnation)
            order by id
            limit :limit
            """;

    // "all", since SQLite would read for a union in the order of ids, from other indexes.
    static final String DUE = """
            select id
            from task
            where id in (
                select id
                from task
                where rested_epoch <> epoch
                  and""" + OPEN_TASK + """
                union all
                select task_id
                from mark
                union all
                select id
                from task
                where look_at is not null
                  and look_at <= :now
                  and rested_epoch = epoch
                union all
                select task.id
                from task_number
                  join task on task.project = task_number.project
                where task.shared_seen is not null
                  and task.rested_epoch = task.epoch
                  and task.shared_seen < task_number.shared)
              and""" + OPEN_TASK + NEXT_PAGE;

    static final String OPEN = "select id\nfrom task\nwhere" + OPEN_TASK + NEXT_PAGE;

    private static final String REST = """
            select task.rested_epoch, task.look_at, task.shared_seen, task_number.shared
            from task
              join task_number on task_number.project = task.project
            where task.id = :task
            """;

    private static final String MARKS = """
            select id
            from mark
            where task_id = :task
            order by id
            """;

    private static final String RESTED = """
            update task
            set rested_epoch = epoch,
              look_at = :look_at,
              shared_seen = :shared_seen
            where id = :task
              and epoch = :epoch
            """;

    private static final String FORGET_MARK = """
            delete from mark
            where id = :id
            """;

    private static final String FORGET = """
            delete from mark
            where task_id = :task
            """;

    private final Sql sql;

    LookDao(Sql sql) {
        this.sql = sql;
    }

    @Override
    public List<TaskId> due(Instant now, long incarnation, TaskId after, int limit) {
        return sql.query(DUE)
                .bind("now", now.toEpochMilli())
                .bind("incarnation", incarnation)
                .bind("after", after.value())
                .bind("limit", limit)
                .map((columns, context) -> new Row(columns).task("id"))
                .list();
    }

    @Override
    public List<TaskId> open(long incarnation, TaskId after, int limit) {
        return sql.query(OPEN)
                .bind("incarnation", incarnation)
                .bind("after", after.value())
                .bind("limit", limit)
                .map((columns, context) -> new Row(columns).task("id"))
                .list();
    }

    @Override
    public Rest rest(TaskId task) {
        List<Long> marks =
                sql.query(MARKS).bind("task", task.value()).mapTo(Long.class).list();
        return sql.query(REST)
                .bind("task", task.value())
                .map((columns, context) -> {
                    Row row = new Row(columns);
                    return new Rest(
                            row.number("rested_epoch"),
                            row.instantOrNull("look_at"),
                            row.numberOrNull("shared_seen"),
                            row.number("shared"),
                            marks);
                })
                .one();
    }

    @Override
    public boolean rested(TaskId task, long epoch, Rest seen) {
        boolean left = Sql.hit(
                sql.update(RESTED)
                        .bind("task", task.value())
                        .bind("epoch", epoch)
                        .bind("look_at", Sql.millis(seen.lookAt()))
                        .bind("shared_seen", seen.sharedSeen()),
                "rest of task " + task + " at epoch " + epoch);
        if (left) {
            seen.marks()
                    .forEach(mark -> sql.update(FORGET_MARK).bind("id", mark).execute());
        }
        return left;
    }

    @Override
    public void forget(TaskId task) {
        sql.update(FORGET).bind("task", task.value()).execute();
    }
}
