package dev.baton.store.jdbc;

import dev.baton.model.Hold;
import dev.baton.model.QueuePlace;
import dev.baton.model.Sha;
import dev.baton.model.TaskId;
import dev.baton.store.QueueWrites;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Update;

/** Merge queues. */
final class QueueDao implements QueueWrites {

    private static final String ORDER = QueueQueries.ORDER;

    private static final String JOIN = """
            insert into merge_queue (task_id, project, base, visit, priority, joined_at, turn)
            values (:task, :project, :base, :visit, :priority, :at, (
              select coalesce(max(turn), 0) + 1
              from merge_queue
              where project = :project
                and base = :base))
            on conflict (task_id) do nothing
            """;

    private static final String LANDED = """
            insert into landing (project, base, task_id, visit, sha)
            select project, base, id, :visit, :sha
            from task
            where id = :task
            on conflict (sha) do nothing
            """;

    private static final String GIVE_UP_EARLIER = """
            delete from merge_queue
            where task_id = :task
              and visit < :visit
            """;

    /** A base that is held is of use only to those who may land on it all the same. */
    private static final String STOPPED = """
            exists (
              select 1
              from hold
              where hold.kind = 'BASE'
                and hold.project = merge_queue.project
                and hold.name = merge_queue.base
                and hold.released_at is null
                and not exists (
                  select 1
                  from hold_pass
                  where hold_pass.hold_id = hold.id
                    and hold_pass.task_id = merge_queue.task_id))
            """;

    private static final String PROMOTE = """
            update merge_queue
            set head_at = :at
            where task_id = (
                select task_id
                from merge_queue
                where project = :project
                  and base = :base
                order by case when %s then 1 else 0 end, %s
                limit 1)
              and not exists (
                select 1
                from merge_queue
                where project = :project
                  and base = :base
                  and head_at is not null)
            returning task_id
            """.formatted(STOPPED, ORDER);

    private static final String LEAVE = """
            delete from merge_queue
            where task_id = :task
            """;

    private static final String REMOVE = LEAVE + "  and visit = :visit";

    private static final String GUARD_PLACE = """
            update merge_queue
            set turn = turn
            where task_id = :task
              and visit = :visit
            """;

    private static final String GUARD_HEAD = GUARD_PLACE + "  and head_at is not null";

    private static final String BUILT = """
            update merge_queue
            set candidates = candidates + 1
            where task_id = :task
              and visit = :visit
            """;

    /** The least class there is and the newest turn: behind everybody, whatever they waited. */
    private static final String STEP_BACK = """
            update merge_queue
            set head_at = null,
                head_watched_ms = 0,
                watched_ms = 0,
                raised = 0,
                overdue = 0,
                demotions = demotions + 1,
                priority = (
                  select min(other.priority)
                  from merge_queue other
                  where other.project = :project
                    and other.base = :base),
                turn = (
                  select max(other.turn) + 1
                  from merge_queue other
                  where other.project = :project
                    and other.base = :base)
            where task_id = :task
              and visit = :visit
              and head_at = :head_at
            """;

    private static final String LET_PASS = """
            update merge_queue
            set head_at = null,
                head_watched_ms = 0,
                overdue = 0
            where task_id = :task
              and visit = :visit
              and head_at = :head_at
            """;

    private static final String WAITED = """
            update merge_queue
            set watched_ms = watched_ms + :more,
                raised = (watched_ms + :more) / :age_up
            where head_at is null
            """;

    private static final String LED = """
            update merge_queue
            set head_watched_ms = head_watched_ms + :more
            where head_at is not null
              and not exists (
                select 1
                from hold
                where hold.kind = 'BASE'
                  and hold.project = merge_queue.project
                  and hold.name = merge_queue.base
                  and hold.released_at is null)
            """;

    private static final String OVERDUE = """
            update merge_queue
            set overdue = 1
            where task_id = :task
              and visit = :visit
              and head_at = :head_at
              and head_watched_ms >= :ceiling
              and overdue = 0
            """;

    private final Sql sql;
    private final ProjectLock alone;
    private final QueueQueries queries;

    QueueDao(Sql sql) {
        this.sql = sql;
        this.alone = new ProjectLock(sql);
        this.queries = new QueueQueries(sql);
    }

    @Override
    public Optional<QueuePlace> placeOf(TaskId task) {
        return queries.placeOf(task);
    }

    @Override
    public List<QueuePlace> queue(String project, String base) {
        return queries.queue(project, base);
    }

    @Override
    public List<QueuePlace> all() {
        return queries.all();
    }

    @Override
    public List<QueuePlace> heads() {
        return queries.heads();
    }

    @Override
    public List<Queue> headless(int limit) {
        return queries.headless(limit);
    }

    @Override
    public List<QueuePlace> leftBehind(int limit) {
        return queries.leftBehind(limit);
    }

    @Override
    public void join(QueuePlace place) {
        alone.in(place.project());
        sql.update(GIVE_UP_EARLIER)
                .bind("task", place.task().value())
                .bind("visit", place.visit())
                .execute();
        int joined = sql.update(JOIN)
                .bind("task", place.task().value())
                .bind("project", place.project())
                .bind("base", place.base())
                .bind("visit", place.visit())
                .bind("priority", place.priority())
                .bind("at", place.joinedAt().toEpochMilli())
                .execute();
        if (joined == 1) {
            passes(place);
            promote(place.project(), place.base(), place.joinedAt());
        }
    }

    /** A task behind the head of a held queue may pass it. */
    private void passes(QueuePlace place) {
        if (!new HoldDao(sql)
                .active(Hold.Kind.BASE, place.project(), place.base())
                .isEmpty()) {
            new Marks(sql).shared(place.project());
        }
    }

    @Override
    public Optional<TaskId> leave(TaskId task, Instant at) {
        Optional<QueuePlace> left = placeOf(task);
        if (left.isEmpty()) {
            return Optional.empty();
        }
        alone.in(left.get().project());
        sql.update(LEAVE).bind("task", task.value()).execute();
        return promote(left.get().project(), left.get().base(), at);
    }

    /** Only here is decided who holds the lease. */
    @Override
    public Optional<TaskId> promote(String project, String base, Instant at) {
        alone.in(project);
        Optional<TaskId> head = sql.query(PROMOTE)
                .bind("project", project)
                .bind("base", base)
                .bind("at", at.toEpochMilli())
                .map((columns, context) -> new Row(columns).task("task_id"))
                .findOne();
        head.ifPresent(new Marks(sql)::task);
        return head;
    }

    @Override
    public void built(TaskId task, long visit) {
        sql.update(BUILT).bind("task", task.value()).bind("visit", visit).execute();
    }

    @Override
    public void landed(TaskId task, long visit, Sha sha) {
        sql.update(LANDED)
                .bind("task", task.value())
                .bind("visit", visit)
                .bind("sha", sha.value())
                .execute();
    }

    @Override
    public boolean guardPlace(TaskId task, long visit) {
        return guard(GUARD_PLACE, task, visit);
    }

    @Override
    public boolean guardHead(TaskId task, long visit) {
        return guard(GUARD_HEAD, task, visit);
    }

    @Override
    public boolean remove(QueuePlace seen) {
        alone.in(seen.project());
        boolean removed = guard(REMOVE, seen.task(), seen.visit());
        if (removed) {
            new Marks(sql).task(seen.task());
        }
        return removed;
    }

    private boolean guard(String statement, TaskId task, long visit) {
        return Sql.hit(
                sql.update(statement).bind("task", task.value()).bind("visit", visit),
                "place of task " + task + " in visit " + visit);
    }

    @Override
    public boolean stepBack(QueuePlace seen) {
        alone.in(seen.project());
        return Sql.hit(
                head(STEP_BACK, seen).bind("project", seen.project()).bind("base", seen.base()),
                "step back of task " + seen.task());
    }

    @Override
    public boolean letPass(QueuePlace seen) {
        alone.in(seen.project());
        return Sql.hit(head(LET_PASS, seen), "task " + seen.task() + " lets another pass");
    }

    @Override
    public boolean overdue(QueuePlace seen, Duration ceiling) {
        boolean overdue = Sql.hit(
                head(OVERDUE, seen).bind("ceiling", ceiling.toMillis()),
                "overdue head " + seen.task());
        if (overdue) {
            new Marks(sql).task(seen.task());
        }
        return overdue;
    }

    /** A statement about a head as it was seen. */
    private Update head(String statement, QueuePlace seen) {
        return sql.update(statement)
                .bind("task", seen.task().value())
                .bind("visit", seen.visit())
                .bind("head_at", Sql.millis(seen.headAt()));
    }

    @Override
    public void watched(Duration more, Duration ageUp) {
        sql.update(WAITED)
                .bind("more", more.toMillis())
                .bind("age_up", ageUp.toMillis())
                .execute();
        sql.update(LED).bind("more", more.toMillis()).execute();
    }
}
