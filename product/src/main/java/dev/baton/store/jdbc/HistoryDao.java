package dev.baton.store.jdbc;

import dev.baton.model.Command;
import dev.baton.model.Event;
import dev.baton.model.StageId;
import dev.baton.model.TaskId;
import dev.baton.store.HistoryWrites;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** Events and commands. */
final class HistoryDao implements HistoryWrites {

    private static final String EVENT = """
            select seq, task_id, epoch, visit, stage, transition, actor, type, data, at
            from event
            """;

    private static final String EVENTS = EVENT + """
            where task_id = :task
              and seq > :after
            order by seq
            limit :limit
            """;

    private static final String NEWEST = EVENT + """
            where task_id = :task
            order by seq desc
            limit :limit
            """;

    private static final String APPEND = """
            insert into event (task_id, epoch, visit, stage, transition, actor, type, data, at)
            values (:task, :epoch, :visit, :stage, :transition, :actor, :type, :data, :at)
            """;

    private static final String COMMAND = """
            select id, task_id, kind, stage, text, changes, actor, epoch_seen, at
            from command
            """;

    private static final String COMMAND_BY_ID = COMMAND + "where id = :id";

    private static final String PENDING = COMMAND + """
            where task_id = :task
              and consumed_at is null
            order by seq
            """;

    private static final String STORE_COMMAND = """
            insert into command (id, task_id, kind, stage, text, changes, actor, epoch_seen, at)
            values (:id, :task, :kind, :stage, :text, :changes, :actor, :epoch_seen, :at)
            on conflict (id) do nothing
            """;

    private static final String CONSUME = """
            update command
            set consumed_at = :at
            where id = :id
              and consumed_at is null
            """;

    static final String TOLD_AND_OVER = """
            select id
            from task
            where status in ('DONE', 'CANCELLED')
              and updated_at < :before
              and exists (
                select 1
                from event
                where event.task_id = task.id)
            order by id
            limit :limit
            """;

    private static final String FORGET_DELIVERIES = """
            delete from outbox_delivery
            where outbox_id in (
              select id
              from outbox
              where task_id = :task)
            """;

    private static final String FORGET_NOTICES = """
            delete from outbox
            where task_id = :task
            """;

    private static final String FORGET_EVENTS = """
            delete from event
            where task_id = :task
            """;

    private final Sql sql;

    HistoryDao(Sql sql) {
        this.sql = sql;
    }

    @Override
    public List<Event> events(TaskId task, long afterSeq, int limit) {
        return sql.query(EVENTS)
                .bind("task", task.value())
                .bind("after", afterSeq)
                .bind("limit", limit)
                .map(HistoryDao::event)
                .list();
    }

    @Override
    public List<Event> newest(TaskId task, int limit) {
        return sql.query(NEWEST)
                .bind("task", task.value())
                .bind("limit", limit)
                .map(HistoryDao::event)
                .list();
    }

    @Override
    public List<Command> pending(TaskId task) {
        return sql.query(PENDING)
                .bind("task", task.value())
                .map(HistoryDao::command)
                .list();
    }

    @Override
    public Optional<Command> command(String id) {
        return sql.query(COMMAND_BY_ID).bind("id", id).map(HistoryDao::command).findOne();
    }

    @Override
    public void append(Event event) {
        sql.update(APPEND)
                .bind("task", event.task().value())
                .bind("epoch", event.epoch())
                .bind("visit", event.visit())
                .bind("stage", event.stage().name())
                .bind("transition", event.transition() ? 1 : 0)
                .bind("actor", event.actor())
                .bind("type", event.type())
                .bind("data", event.data())
                .bind("at", event.at().toEpochMilli())
                .execute();
    }

    @Override
    public boolean command(Command command) {
        boolean stored = Sql.hit(
                sql.update(STORE_COMMAND)
                        .bind("id", command.id())
                        .bind("task", command.task().value())
                        .bind("kind", command.kind().name())
                        .bind("stage", Sql.text(command.stage()))
                        .bind("text", command.text())
                        .bind("changes", command.changes())
                        .bind("actor", command.actor())
                        .bind("epoch_seen", command.epochSeen())
                        .bind("at", command.at().toEpochMilli()),
                "command " + command.id());
        if (stored) {
            new Marks(sql).task(command.task());
        }
        return stored;
    }

    @Override
    public List<TaskId> toldAndOver(Instant before, int limit) {
        return sql.query(TOLD_AND_OVER)
                .bind("before", before.toEpochMilli())
                .bind("limit", limit)
                .map((columns, context) -> new Row(columns).task("id"))
                .list();
    }

    @Override
    public void forget(TaskId task) {
        sql.update(FORGET_DELIVERIES).bind("task", task.value()).execute();
        sql.update(FORGET_NOTICES).bind("task", task.value()).execute();
        sql.update(FORGET_EVENTS).bind("task", task.value()).execute();
    }

    @Override
    public boolean consume(String commandId, Instant at) {
        return Sql.hit(
                sql.update(CONSUME).bind("id", commandId).bind("at", at.toEpochMilli()),
                "consumption of command " + commandId);
    }

    private static Event event(ResultSet columns, StatementContext context) throws SQLException {
        Row row = new Row(columns);
        return new Event(
                row.number("seq"),
                row.task("task_id"),
                row.number("epoch"),
                row.number("visit"),
                new StageId(row.text("stage")),
                row.truth("transition"),
                row.text("actor"),
                row.text("type"),
                row.text("data"),
                row.instant("at"));
    }

    private static Command command(ResultSet columns, StatementContext context)
            throws SQLException {
        Row row = new Row(columns);
        String stage = row.textOrNull("stage");
        return new Command(
                row.text("id"),
                row.task("task_id"),
                row.word("kind", Command.Kind.class),
                stage == null ? null : new StageId(stage),
                row.textOrNull("text"),
                row.textOrNull("changes"),
                row.text("actor"),
                row.number("epoch_seen"),
                row.instant("at"));
    }
}
