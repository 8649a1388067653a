package dev.baton.store.jdbc;

import dev.baton.model.Hold;
import dev.baton.model.ProcessIdentity;
import dev.baton.store.HoldWrites;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Holds. */
final class HoldDao implements HoldWrites {

    private static final String HOLD = """
            select id, kind, project, name, why, held_by, pid, pid_start, os_boot_id, created_at,
              released_at, released_by
            from hold
            """;

    private static final String BY_ID = HOLD + "where id = :id";

    private static final String ACTIVE = HOLD + """
            where released_at is null
            order by id
            """;

    private static final String ACTIVE_ON = HOLD + """
            where released_at is null
              and kind = :kind
              and project = :project
              and name = :name
            order by id
            """;

    /** Whoever writes an intent to merge locks its row first and looks for holds then. */
    private static final String LOCK_QUEUE = """
            update merge_queue
            set turn = turn
            where project = :project
              and base = :name
            """;

    private static final String PLACE = """
            insert into hold (kind, project, name, why, held_by, pid, pid_start, os_boot_id,
              created_at)
            values (:kind, :project, :name, :why, :by, :pid, :pid_start, :os_boot_id, :at)
            returning id
            """;

    private static final String RELEASE = """
            update hold
            set released_at = :at,
                released_by = :by
            where id = :id
              and released_at is null
            """;

    private final Sql sql;

    HoldDao(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Hold> byId(long id) {
        return sql.query(BY_ID).bind("id", id).map(HoldDao::hold).findOne();
    }

    @Override
    public List<Hold> active() {
        return sql.query(ACTIVE).map(HoldDao::hold).list();
    }

    @Override
    public List<Hold> active(Hold.Kind kind, String project, String name) {
        return sql.query(ACTIVE_ON)
                .bind("kind", kind.name())
                .bind("project", project)
                .bind("name", name)
                .map(HoldDao::hold)
                .list();
    }

    @Override
    public Hold place(NewHold hold) {
        if (hold.kind() == Hold.Kind.BASE) {
            new ProjectLock(sql).in(hold.project());
            sql.update(LOCK_QUEUE)
                    .bind("project", hold.project())
                    .bind("name", hold.name())
                    .execute();
        }
        ProcessIdentity process = hold.process();
        long id = sql.query(PLACE)
                .bind("kind", hold.kind().name())
                .bind("project", hold.project())
                .bind("name", hold.name())
                .bind("why", hold.why())
                .bind("by", hold.by())
                .bind("pid", process == null ? null : (Long) process.pid())
                .bind("pid_start", process == null ? null : (Long) process.start())
                .bind("os_boot_id", process == null ? null : process.osBootId())
                .bind("at", hold.at().toEpochMilli())
                .mapTo(Long.class)
                .one();
        return byId(id).orElseThrow();
    }

    @Override
    public boolean release(long id, String by, Instant at) {
        return Sql.hit(
                sql.update(RELEASE).bind("id", id).bind("by", by).bind("at", at.toEpochMilli()),
                "release of hold " + id);
    }

    private static Hold hold(ResultSet columns, StatementContext context) throws SQLException {
        Row row = new Row(columns);
        return new Hold(
                row.number("id"),
                row.word("kind", Hold.Kind.class),
                row.text("project"),
                row.text("name"),
                row.text("why"),
                row.text("held_by"),
                process(row),
                row.instant("created_at"),
                release(row));
    }

    private static @Nullable ProcessIdentity process(Row row) throws SQLException {
        Long pid = row.numberOrNull("pid");
        return pid == null
                ? null
                : new ProcessIdentity(pid, row.number("pid_start"), row.text("os_boot_id"));
    }

    private static Hold.@Nullable Release release(Row row) throws SQLException {
        Instant at = row.instantOrNull("released_at");
        return at == null
                ? null
                : new Hold.Release(Objects.requireNonNull(row.textOrNull("released_by")), at);
    }
}
