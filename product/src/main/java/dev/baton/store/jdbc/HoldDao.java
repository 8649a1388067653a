package dev.baton.store.jdbc;

import dev.baton.model.Hold;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.TaskId;
import dev.baton.store.HoldWrites;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

    private static final String ACTIVE_OF = HOLD + """
            where released_at is null
              and project = :project
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

    /** The same for whoever writes an intent to deploy: taking a number locks it. */
    private static final String LOCK_ENVIRONMENT = """
            update environment
            set last = last
            where project = :project
              and name = :name
            """;

    private static final String PASSES = """
            select task_id
            from hold_pass
            where hold_id = :hold
            """;

    private static final String PASS = """
            insert into hold_pass (hold_id, task_id)
            values (:hold, :task)
            """;

    private static final String LET_PASS = """
            insert into hold_pass (hold_id, task_id)
            select p.hold_id, :also
            from hold_pass p
            join hold h on h.id = p.hold_id
            where p.task_id = :as
              and h.released_at is null
            on conflict do nothing
            """;

    private static final String RELEASE_PASSED = """
            update hold
            set released_at = :at,
                released_by = :by
            where released_at is null
              and id in (
                select hold_id
                from hold_pass
                where task_id = :task)
            """;

    private static final String PASSED_BY = """
            select distinct hold.project
            from hold_pass
              join hold on hold.id = hold_pass.hold_id
            where hold_pass.task_id = :task
              and hold.released_at is null
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
        return sql.query(BY_ID).bind("id", id).map(HoldDao::hold).findOne().map(this::withPasses);
    }

    @Override
    public List<Hold> active() {
        return withPasses(sql.query(ACTIVE).map(HoldDao::hold).list());
    }

    @Override
    public List<Hold> active(String project) {
        return withPasses(
                sql.query(ACTIVE_OF).bind("project", project).map(HoldDao::hold).list());
    }

    @Override
    public List<Hold> active(Hold.Kind kind, String project, String name) {
        return withPasses(sql.query(ACTIVE_ON)
                .bind("kind", kind.name())
                .bind("project", project)
                .bind("name", name)
                .map(HoldDao::hold)
                .list());
    }

    private List<Hold> withPasses(List<Hold> holds) {
        return holds.stream().map(this::withPasses).toList();
    }

    private Hold withPasses(Hold hold) {
        return hold.withPasses(sql.query(PASSES)
                .bind("hold", hold.id())
                .map((columns, context) -> new Row(columns).task("task_id"))
                .set());
    }

    @Override
    public Hold place(NewHold hold) {
        new Marks(sql).shared(hold.project());
        sql.update(
                        switch (hold.kind()) {
                            case BASE -> LOCK_QUEUE;
                            case ENVIRONMENT -> LOCK_ENVIRONMENT;
                        })
                .bind("project", hold.project())
                .bind("name", hold.name())
                .execute();
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
        for (TaskId task : hold.passes()) {
            sql.update(PASS).bind("hold", id).bind("task", task.value()).execute();
        }
        return byId(id).orElseThrow();
    }

    @Override
    public void letPass(TaskId asThis, TaskId alsoThis) {
        sql.update(LET_PASS)
                .bind("as", asThis.value())
                .bind("also", alsoThis.value())
                .execute();
        new Marks(sql).task(alsoThis);
        passedBy(alsoThis).forEach(new Marks(sql)::shared);
    }

    @Override
    public void releasePassed(TaskId task, String by, Instant at) {
        passedBy(task).forEach(new Marks(sql)::shared);
        sql.update(RELEASE_PASSED)
                .bind("task", task.value())
                .bind("by", by)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    @Override
    public boolean release(long id, String by, Instant at) {
        boolean released = Sql.hit(
                sql.update(RELEASE).bind("id", id).bind("by", by).bind("at", at.toEpochMilli()),
                "release of hold " + id);
        if (released) {
            byId(id).map(Hold::project).ifPresent(new Marks(sql)::shared);
        }
        return released;
    }

    /** Projects in which something is held that the task may pass. */
    private List<String> passedBy(TaskId task) {
        return sql.query(PASSED_BY)
                .bind("task", task.value())
                .mapTo(String.class)
                .list();
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
                release(row),
                Set.of());
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
