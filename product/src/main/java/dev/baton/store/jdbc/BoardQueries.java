package dev.baton.store.jdbc;

import dev.baton.model.JobStatus;
import dev.baton.model.Parking;
import dev.baton.model.StageId;
import dev.baton.model.TaskStatus;
import dev.baton.store.BoardReads;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads the overview. The limit is applied before anything is looked up for a card. */
final class BoardQueries implements BoardReads {

    private static final String PROJECTS = """
            select project
            from task_number
            order by project
            """;

    // The two inequalities are those of the index task_open.
    private static final String OPEN_PIPELINES = """
            select pipeline_digest
            from task
            where status <> 'DONE'
              and status <> 'CANCELLED'
              and (cast(:project as text) is null or project = :project)
            group by pipeline_digest
            order by max(id) desc
            """;

    private static final String NEWEST_PIPELINE = """
            select pipeline_digest
            from task
            where cast(:project as text) is null or project = :project
            order by id desc
            limit 1
            """;

    private static final String CARD = """
            select task.id, task.key, task.project, task.title, task.status, task.stage,
              task.stage_since, task.updated_at, task.awaiting, task.awaiting_since,
              task.awaiting_until, task.awaiting_who, task.parked_by, task.parked_why,
              task.setback_why, task.owner_activity, picked.total,
              (select count(*)
               from stage_visit
               where task_id = task.id and stage = task.stage) as entered,
              job.name, job.status as job_status, job.granted_at, job.attempt, job.max_attempts
            from picked
              join task on task.id = picked.id
              left join job on job.id = (
                select max(id)
                from job
                where task_id = task.id
                  and visit = task.visit
                  and (status = 'QUEUED' or status = 'RUNNING'))
            """;

    static final String OPEN = """
            with picked as (
              select id, total, place
              from (
                select id,
                  count(*) over (partition by stage) as total,
                  row_number() over (
                    partition by stage
                    order by case status when 'PARKED' then 0 else 1 end, stage_since, id) as place
                from task
                where status <> 'DONE'
                  and status <> 'CANCELLED'
                  and (cast(:project as text) is null or project = :project)) as numbered
              where place <= :limit)
            """ + CARD + "order by picked.place\n";

    static final String ENDED = """
            with picked as (
              select id, total, place
              from (
                select id,
                  count(*) over () as total,
                  row_number() over (order by updated_at desc, id desc) as place
                from task
                where status in ('DONE', 'CANCELLED')
                  and (cast(:project as text) is null or project = :project)) as numbered
              where place <= :limit)
            """ + CARD + "order by picked.place\n";

    private final Sql sql;

    BoardQueries(Sql sql) {
        this.sql = sql;
    }

    @Override
    public List<String> projects() {
        return texts(PROJECTS, "project", null);
    }

    @Override
    public List<String> openPipelines(@Nullable String project) {
        return texts(OPEN_PIPELINES, "pipeline_digest", project);
    }

    @Override
    public List<String> newestPipeline(@Nullable String project) {
        return texts(NEWEST_PIPELINE, "pipeline_digest", project);
    }

    private List<String> texts(String statement, String column, @Nullable String project) {
        var query = sql.query(statement);
        if (statement.contains(":project")) {
            query.bind("project", project);
        }
        return query.map((columns, context) -> new Row(columns).text(column)).list();
    }

    @Override
    public Map<StageId, Pile> open(@Nullable String project, int perStage) {
        Map<StageId, Pile> piles = new LinkedHashMap<>();
        for (Counted counted : cards(OPEN, project, perStage)) {
            piles.merge(counted.card().stage(), counted.pile(), BoardQueries::together);
        }
        return piles;
    }

    @Override
    public Pile ended(@Nullable String project, int limit) {
        return cards(ENDED, project, limit).stream()
                .map(Counted::pile)
                .reduce(Pile.EMPTY, BoardQueries::together);
    }

    private static Pile together(Pile first, Pile second) {
        var cards = new java.util.ArrayList<>(first.cards());
        cards.addAll(second.cards());
        return new Pile(second.total(), cards);
    }

    /** A card with the size of the pile it is from. */
    private record Counted(Card card, int total) {
        Pile pile() {
            return new Pile(total, List.of(card));
        }
    }

    private List<Counted> cards(String statement, @Nullable String project, int limit) {
        return sql.query(statement)
                .bind("project", project)
                .bind("limit", limit)
                .map(BoardQueries::counted)
                .list();
    }

    private static Counted counted(ResultSet columns, StatementContext context)
            throws SQLException {
        Row row = new Row(columns);
        return new Counted(card(row), row.count("total"));
    }

    private static Card card(Row row) throws SQLException {
        String parkedBy = row.textOrNull("parked_by");
        return new Card(
                row.task("id"),
                row.text("key"),
                row.text("project"),
                row.text("title"),
                row.word("status", TaskStatus.class),
                new StageId(row.text("stage")),
                row.count("entered"),
                row.instant("stage_since"),
                row.instant("updated_at"),
                TaskQueries.waiting(row),
                parkedBy == null ? null : new Parking(parkedBy, row.text("parked_why")),
                row.textOrNull("setback_why"),
                work(row),
                row.numberOrNull("owner_activity") != null);
    }

    private static @Nullable Work work(Row row) throws SQLException {
        String name = row.textOrNull("name");
        return name == null
                ? null
                : new Work(
                        name,
                        row.word("job_status", JobStatus.class),
                        row.numberOrNull("granted_at") != null,
                        row.count("attempt"),
                        row.count("max_attempts"));
    }
}
