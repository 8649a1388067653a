package dev.baton.store.jdbc;

import dev.baton.model.Notice;
import dev.baton.model.TaskId;
import dev.baton.store.OutboxWrites;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The outbox and its channels. */
final class OutboxDao implements OutboxWrites {

    private static final String NOTICE = """
            select outbox.id, outbox.task_id, task.key, task.project, outbox.visit, outbox.kind,
              outbox.text, outbox.at
            """;

    private static final String FRESH = NOTICE + """
            from outbox_channel
              join outbox on outbox.id > outbox_channel.cursor
              join task on task.id = outbox.task_id
            where outbox_channel.name = :channel
            order by outbox.id
            limit :limit
            """;

    private static final String DUE = NOTICE + """
              , outbox_delivery.tries
            from outbox_delivery
              join outbox on outbox.id = outbox_delivery.outbox_id
              join task on task.id = outbox.task_id
            where outbox_delivery.channel = :channel
              and outbox_delivery.state = 'LATER'
              and outbox_delivery.retry_at <= :now
            order by outbox_delivery.retry_at
            limit :limit
            """;

    private static final String WAITING = """
            select
              (select count(*)
                from outbox_channel
                  join outbox on outbox.id > outbox_channel.cursor
                where outbox_channel.name = :channel)
              + (select count(*)
                from outbox_delivery
                where channel = :channel
                  and state = 'LATER') as waiting
            """;

    private static final String SAID = """
            select count(*) as said
            from outbox
            where task_id = :task
              and visit = :visit
              and kind = :kind
              and text = :text
            """;

    private static final String OPEN = """
            insert into outbox_channel (name, cursor)
            values (:channel, coalesce((select max(id) from outbox), 0))
            on conflict (name) do nothing
            """;

    private static final String PASS = """
            update outbox_channel
            set cursor = :notice
            where name = :channel
              and cursor < :notice
            """;

    private static final String SETTLE = """
            delete from outbox_delivery
            where outbox_id = :notice
              and channel = :channel
            """;

    private static final String DELAY = """
            insert into outbox_delivery (outbox_id, channel, tries, state, why, retry_at)
            values (:notice, :channel, 1, :state, :why, :retry_at)
            on conflict (outbox_id, channel) do update
            set tries = outbox_delivery.tries + 1,
              state = excluded.state,
              why = excluded.why,
              retry_at = excluded.retry_at
            """;

    // The channels go through the outbox by number. Where transactions write at the same time a
    // number could appear after a higher one that a channel has passed, and never be told; so from
    // its number to its end a transaction that posts is the only one. One row will do for a lock.
    private static final String POST_ALONE = """
            update outbox_channel
            set cursor = cursor
            where name = (select min(name) from outbox_channel)
            """;

    private static final String POST = """
            insert into outbox (task_id, visit, kind, text, at)
            values (:task, :visit, :kind, :text, :at)
            """;

    private final Sql sql;

    OutboxDao(Sql sql) {
        this.sql = sql;
    }

    @Override
    public List<Notice> fresh(String channel, int limit) {
        return sql.query(FRESH)
                .bind("channel", channel)
                .bind("limit", limit)
                .map(OutboxDao::notice)
                .list();
    }

    @Override
    public List<Retry> due(String channel, Instant now, int limit) {
        return sql.query(DUE)
                .bind("channel", channel)
                .bind("now", now.toEpochMilli())
                .bind("limit", limit)
                .map((columns, context) ->
                        new Retry(notice(columns, context), new Row(columns).count("tries")))
                .list();
    }

    @Override
    public long waiting(String channel) {
        return sql.query(WAITING)
                .bind("channel", channel)
                .map((columns, context) -> new Row(columns).number("waiting"))
                .one();
    }

    @Override
    public boolean said(TaskId task, long visit, String kind, String text) {
        return sql.query(SAID)
                .bind("task", task.value())
                .bind("visit", visit)
                .bind("kind", kind)
                .bind("text", text)
                .map((columns, context) -> new Row(columns).number("said") > 0)
                .one();
    }

    @Override
    public void post(TaskId task, long visit, String kind, String text, Instant at) {
        sql.update(POST_ALONE).execute();
        sql.update(POST)
                .bind("task", task.value())
                .bind("visit", visit)
                .bind("kind", kind)
                .bind("text", text)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    @Override
    public void open(String channel) {
        sql.update(OPEN).bind("channel", channel).execute();
    }

    @Override
    public void told(long notice, String channel) {
        pass(notice, channel);
        sql.update(SETTLE).bind("notice", notice).bind("channel", channel).execute();
    }

    @Override
    public void later(long notice, String channel, String why, Instant retryAt) {
        pass(notice, channel);
        delay(notice, channel, "LATER", why, retryAt.toEpochMilli());
    }

    @Override
    public void refused(long notice, String channel, String why) {
        pass(notice, channel);
        delay(notice, channel, "REFUSED", why, null);
    }

    private void pass(long notice, String channel) {
        sql.update(PASS).bind("notice", notice).bind("channel", channel).execute();
    }

    private void delay(
            long notice, String channel, String state, String why, @Nullable Long retryAt) {
        sql.update(DELAY)
                .bind("notice", notice)
                .bind("channel", channel)
                .bind("state", state)
                .bind("why", why)
                .bind("retry_at", retryAt)
                .execute();
    }

    private static Notice notice(ResultSet columns, StatementContext context) throws SQLException {
        Row row = new Row(columns);
        return new Notice(
                row.number("id"),
                row.task("task_id"),
                row.text("key"),
                row.text("project"),
                row.number("visit"),
                row.text("kind"),
                row.text("text"),
                row.instant("at"));
    }
}
