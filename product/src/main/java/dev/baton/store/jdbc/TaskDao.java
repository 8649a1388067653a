package dev.baton.store.jdbc;

import dev.baton.model.Decision;
import dev.baton.model.Owner;
import dev.baton.model.Parking;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.Setback;
import dev.baton.model.Sha;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.store.TaskWrites;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Writes tasks, pipelines and incarnations. */
final class TaskDao implements TaskWrites {

    private static final String START_INCARNATION = """
            insert into incarnation (host, pid, pid_start, os_boot_id, started_at)
            values (:host, :pid, :pid_start, :os_boot_id, :at)
            returning id
            """;

    private static final String KEEP_PIPELINE = """
            insert into pipeline (digest, yaml)
            values (:digest, :yaml)
            on conflict (digest) do nothing
            """;

    private static final String ACQUIRE = """
            update task
            set epoch = epoch + 1,
              owner_incarnation = :incarnation,
              owner_activity = :activity,
              owner_actor = :actor,
              owner_since = :at,
              step = :step,
              updated_at = :at
            where id = :id
              and epoch = :epoch
              and status in ('LIVE', 'CANCELLING')
            """;

    private static final String GUARD = """
            update task
            set epoch = epoch
            where id = :id
              and epoch = :epoch
              and stage = :stage
            """;

    private static final String GUARD_OWNERLESS = """
            update task
            set epoch = epoch + 1,
              updated_at = :at
            where id = :id
              and epoch = :epoch
              and stage = :stage
              and owner_activity is null
            """;

    private static final String DISOWN = """
            update task
            set epoch = epoch + 1,
              owner_incarnation = null,
              owner_activity = null,
              owner_actor = null,
              owner_since = null,
              step = null,
              updated_at = :at
            """;

    // The same wait keeps its beginning, so that people see how long it really takes.
    private static final String AWAITING = """
            awaiting = :awaiting,
              awaiting_since = case
                when :awaiting is null then null
                when awaiting = :awaiting then awaiting_since
                else :at end,
              awaiting_until = :until,
              awaiting_who = :who
            where id = :id
            """;

    private static final String YIELD =
            DISOWN + "  , " + AWAITING + "  and epoch = :epoch\n  and stage = :stage";

    private static final String REVOKE = DISOWN + "where id = :id\n  and epoch = :epoch";

    private static final String TAKE_OVER = """
            update task
            set epoch = epoch + :leap,
              owner_incarnation = null,
              owner_activity = null,
              owner_actor = null,
              owner_since = null,
              step = null,
              updated_at = :at
            where id = :id
              and epoch = :epoch
              and status not in ('DONE', 'CANCELLED')
            """;

    private static final String AT_REST = """
              , status = :status,
              parked_by = :parked_by,
              parked_why = :parked_why,
              awaiting = null,
              awaiting_since = null,
              awaiting_until = null,
              awaiting_who = null,
              setback_why = null,
              setback_count = null,
              setback_max = null,
              setback_retry_at = null
            """;

    private static final String ENTER_OWNED = DISOWN + AT_REST + """
              , stage = :to,
              visit = visit + 1,
              stage_since = :at
            where id = :id
              and epoch = :epoch
              and stage = :stage
            """;

    private static final String ENTER_OWNERLESS = ENTER_OWNED + "  and owner_activity is null";

    private static final String NEXT_VISIT = """
            insert into stage_visit (task_id, visit, stage, entered_at)
            select id, visit, stage, :at
            from task
            where id = :id
            """;

    private static final String BECOME = DISOWN + AT_REST + "where id = :id\n  and epoch = :epoch";

    private static final String AWAIT = "update task\nset updated_at = :at,\n  " + AWAITING;

    private static final String SETBACK = """
            update task
            set setback_why = :why,
              setback_count = :count,
              setback_max = :max,
              setback_retry_at = :retry_at
            where id = :id
            """;

    private static final String STEP = """
            update task
            set step = :step
            where id = :id
              and owner_activity is not null
            """;

    private static final String HEAD = """
            update task
            set head_sha = :head,
              base_sha = :base_sha
            where id = :id
            """;

    private final Sql sql;
    private final TaskQueries queries;

    TaskDao(Sql sql) {
        this.sql = sql;
        this.queries = new TaskQueries(sql);
    }

    @Override
    public long startIncarnation(String host, ProcessIdentity process, Instant at) {
        return sql.query(START_INCARNATION)
                .bind("host", host)
                .bind("pid", process.pid())
                .bind("pid_start", process.start())
                .bind("os_boot_id", process.osBootId())
                .bind("at", at.toEpochMilli())
                .mapTo(Long.class)
                .one();
    }

    @Override
    public void keepPipeline(String digest, String yaml) {
        sql.update(KEEP_PIPELINE).bind("digest", digest).bind("yaml", yaml).execute();
    }

    @Override
    public Task insert(NewTask task, UnaryOperator<String> branchOf) {
        return insertUnlessThere(task, branchOf)
                .orElseThrow(() -> new IllegalStateException(
                        "task of %s in %s: expected no other of that source, found one. Rolled back"
                                .formatted(task.item().sourceId(), task.project())));
    }

    @Override
    public Optional<Task> insertUnlessThere(NewTask task, UnaryOperator<String> branchOf) {
        return new TaskInsert(sql).insert(task, branchOf).flatMap(this::byId);
    }

    @Override
    public boolean acquire(TaskId id, long seen, Owner owner) {
        return Sql.hit(
                guarded(ACQUIRE, id, seen)
                        .bind("incarnation", owner.incarnation())
                        .bind("activity", owner.activity())
                        .bind("actor", owner.actor())
                        .bind("step", owner.step())
                        .bind("at", owner.since().toEpochMilli()),
                "acquire task " + id + " at epoch " + seen);
    }

    @Override
    public boolean guard(TaskId id, long epoch, StageId stage) {
        return Sql.hit(
                guarded(GUARD, id, epoch).bind("stage", stage.name()),
                "guard of task " + id + " at epoch " + epoch);
    }

    @Override
    public boolean guardOwnerless(TaskId id, long seen, StageId stage, Instant at) {
        return Sql.hit(
                guarded(GUARD_OWNERLESS, id, seen)
                        .bind("stage", stage.name())
                        .bind("at", at.toEpochMilli()),
                "ownerless guard of task " + id + " at epoch " + seen);
    }

    @Override
    public boolean yieldTask(
            TaskId id, long epoch, StageId stage, Decision.@Nullable Await await, Instant at) {
        return Sql.hit(
                awaiting(guarded(YIELD, id, epoch), await, at).bind("stage", stage.name()),
                "yield of task " + id + " at epoch " + epoch);
    }

    @Override
    public boolean revoke(TaskId id, long seen, Instant at) {
        return Sql.hit(
                guarded(REVOKE, id, seen).bind("at", at.toEpochMilli()),
                "revoke of task " + id + " at epoch " + seen);
    }

    @Override
    public boolean takeOver(TaskId id, long seen, Instant at) {
        return Sql.hit(
                guarded(TAKE_OVER, id, seen)
                        .bind("leap", TAKE_OVER_LEAP)
                        .bind("at", at.toEpochMilli()),
                "take-over of task " + id + " at epoch " + seen);
    }

    @Override
    public boolean enter(Edge edge, boolean owned, TaskStatus status, Instant at) {
        String statement = owned ? ENTER_OWNED : ENTER_OWNERLESS;
        boolean entered = Sql.hit(
                atRest(guarded(statement, edge.id(), edge.epoch()), status, null, at)
                        .bind("stage", edge.from().name())
                        .bind("to", edge.to().name()),
                "%s from %s to %s at epoch %d"
                        .formatted(edge.id(), edge.from(), edge.to(), edge.epoch()));
        if (entered) {
            Sql.must(
                    sql.update(NEXT_VISIT)
                            .bind("id", edge.id().value())
                            .bind("at", at.toEpochMilli()),
                    "visit of task " + edge.id());
        }
        return entered;
    }

    @Override
    public boolean become(
            TaskId id, long epoch, TaskStatus status, @Nullable Parking parking, Instant at) {
        return Sql.hit(
                atRest(guarded(BECOME, id, epoch), status, parking, at),
                "task " + id + " to " + status + " at epoch " + epoch);
    }

    @Override
    public void await(TaskId id, Decision.@Nullable Await await, Instant at) {
        Update update = sql.update(AWAIT).bind("id", id.value());
        Sql.must(awaiting(update, await, at), "await of task " + id);
    }

    @Override
    public void setback(TaskId id, @Nullable Setback setback) {
        Sql.must(
                sql.update(SETBACK)
                        .bind("id", id.value())
                        .bind("why", setback == null ? null : setback.why())
                        .bind("count", setback == null ? null : setback.count())
                        .bind("max", setback == null ? null : setback.countMax())
                        .bind("retry_at", setback == null ? null : Sql.millis(setback.retryAt())),
                "setback of task " + id);
    }

    @Override
    public void step(TaskId id, String step) {
        Sql.must(
                sql.update(STEP).bind("id", id.value()).bind("step", step),
                "step '" + step + "' of the owner of task " + id);
    }

    @Override
    public void head(TaskId id, Sha head, Sha baseSha) {
        Sql.must(
                sql.update(HEAD)
                        .bind("id", id.value())
                        .bind("head", head.value())
                        .bind("base_sha", baseSha.value()),
                "head " + head + " of task " + id);
    }

    @Override
    public Optional<Task> byId(TaskId id) {
        return queries.byId(id);
    }

    @Override
    public Optional<Task> byKey(String key) {
        return queries.byKey(key);
    }

    @Override
    public Optional<Task> bySource(String project, String sourceId) {
        return queries.bySource(project, sourceId);
    }

    @Override
    public List<Task> list(Filter filter, @Nullable Place after, int limit) {
        return queries.list(filter, after, limit);
    }

    @Override
    public int count(Filter filter) {
        return queries.count(filter);
    }

    @Override
    public List<Outside> outside(long incarnation, TaskId after, int limit) {
        return queries.outside(incarnation, after, limit);
    }

    @Override
    public Map<TaskId, Long> owned(long incarnation) {
        return queries.owned(incarnation);
    }

    @Override
    public List<Task> held() {
        return queries.held();
    }

    @Override
    public Map<TaskStatus, Integer> countByStatus() {
        return queries.countByStatus();
    }

    @Override
    public Map<StageId, Integer> stageVisits(TaskId id) {
        return queries.stageVisits(id);
    }

    @Override
    public Optional<String> pipelineYaml(String digest) {
        return queries.pipelineYaml(digest);
    }

    @Override
    public Optional<Incarnation> incarnation(long id) {
        return queries.incarnation(id);
    }

    private Update guarded(String statement, TaskId id, long epoch) {
        return sql.update(statement).bind("id", id.value()).bind("epoch", epoch);
    }

    private static Update awaiting(Update update, Decision.@Nullable Await await, Instant at) {
        return update.bind("awaiting", await == null ? null : await.what())
                .bind("until", await == null ? null : Sql.millis(await.until()))
                .bind("who", await == null ? null : await.who())
                .bind("at", at.toEpochMilli());
    }

    private static Update atRest(
            Update update, TaskStatus status, @Nullable Parking parking, Instant at) {
        return update.bind("status", status.name())
                .bind("parked_by", parking == null ? null : parking.who())
                .bind("parked_why", parking == null ? null : parking.why())
                .bind("at", at.toEpochMilli());
    }
}
