package dev.baton.store.jdbc;

import dev.baton.model.Deployment;
import dev.baton.model.DeploymentState;
import dev.baton.model.EnvironmentState;
import dev.baton.model.TaskId;
import dev.baton.store.DeploymentWrites;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** The deploy ledger. */
final class DeploymentDao implements DeploymentWrites {
    private static final String DEPLOYMENT = """
            select d.id, d.project, d.environment, d.n, d.task_id, t.key as task_key, d.visit,
              d.sha, d.previous_sha, d.rolls_back, d.unit, d.state, d.healthy_in_a_row,
              d.watched_ms, d.found, d.started_at, d.finished_at
            from deployment d
            join task t on t.id = d.task_id
            """;
    private static final String OF_TASK = DEPLOYMENT + "where d.task_id = :task\norder by d.id";
    private static final String BY_UNIT = DEPLOYMENT + "where d.unit = :unit";
    // As in the indexes, word for word.
    static final String DEPLOYING = """
            select task_id
            from deployment
            where finished_at is null
              and state <> 'RED'
            union all
            select task_id
            from deployment
            where state = 'RED'
            limit :limit
            """;

    static final String VERIFYING = DEPLOYMENT + "where d.state = 'VERIFYING'\norder by d.id";
    private static final String OPEN = DEPLOYMENT + """
            where d.project = :project
              and d.finished_at is null
            order by d.state <> 'RED', d.id
            """;
    private static final String ROLLBACK_OF = DEPLOYMENT + """
            where d.project = :project
              and d.environment = :environment
              and d.rolls_back = :n
              and d.state <> 'CANCELLED'
            order by d.n desc
            limit 1
            """;
    private static final String HEALTHY = DEPLOYMENT + """
            where d.project = :project
              and d.state = 'HEALTHY'
              and not exists (
                select 1
                from deployment later
                where later.project = d.project
                  and later.environment = d.environment
                  and later.state = 'HEALTHY'
                  and later.n > d.n)
            order by d.environment
            """;
    private static final String ENVIRONMENTS = """
            select name, last
            from environment
            where project = :project
            order by name
            """;
    private static final String SUPERSEDING = """
            with ours as (
              select project, base, n
              from landing
              where task_id = :task
              order by n desc
              limit 1)
            """ + DEPLOYMENT + """
            join ours on ours.project = d.project
            join landing theirs on theirs.sha = d.sha
              and theirs.project = ours.project
              and theirs.base = ours.base
              and theirs.n > ours.n
            where d.state = 'HEALTHY'
              and not exists (
                select 1
                from deployment later
                where later.project = d.project
                  and later.environment = d.environment
                  and later.state = 'HEALTHY'
                  and later.n > d.n)
            order by d.id
            """;
    private static final String FIRST = """
            insert into environment (project, name, last)
            values (:project, :environment, 1)
            on conflict (project, name) do nothing
            """;
    private static final String NEXT = """
            update environment
            set last = :n
            where project = :project
              and name = :environment
              and last = :n - 1
            """;
    private static final String TAKEN = """
            select count(*)
            from deployment
            where project = :project
              and environment = :environment
              and finished_at is null
              and n <> :rolls_back
            """;
    private static final String INTEND = """
            insert into deployment
              (project, environment, n, task_id, visit, sha, previous_sha, rolls_back, unit, state,
               started_at)
            values
              (:project, :environment, :n, :task, :visit, :sha, (
                select sha
                from deployment
                where project = :project
                  and environment = :environment
                  and state = 'HEALTHY'
                order by n desc
                limit 1), :rolls_back, :unit, 'INTENDED', :at)
            """;
    private static final String BECOMES = """
            update deployment
            set state = :to,
              found = :found,
              finished_at = :finished
            where unit = :unit
              and state = :from
            """;
    private static final String GIVE_UP_DOUBT = """
            update deployment
            set state = 'FAILED',
              found = :why,
              finished_at = :at
            where task_id = :task
              and state = 'IN_DOUBT'
            returning project
            """;
    private static final String PROBED = """
            update deployment
            set healthy_in_a_row = :in_a_row,
              watched_ms = watched_ms + :more,
              found = :found
            where id = :id
              and state = 'VERIFYING'
            """;

    private final Sql sql;

    DeploymentDao(Sql sql) {
        this.sql = sql;
    }

    @Override
    public List<Deployment> of(TaskId task) {
        return sql.query(OF_TASK)
                .bind("task", task.value())
                .map(DeploymentDao::deployment)
                .list();
    }

    @Override
    public Optional<Deployment> byUnit(String unit) {
        return sql.query(BY_UNIT)
                .bind("unit", unit)
                .map(DeploymentDao::deployment)
                .findOne();
    }

    @Override
    public List<Deployment> healthy(String project) {
        return sql.query(HEALTHY)
                .bind("project", project)
                .map(DeploymentDao::deployment)
                .list();
    }

    @Override
    public Optional<Deployment> rollbackOf(Deployment red) {
        return sql.query(ROLLBACK_OF)
                .bind("project", red.project())
                .bind("environment", red.environment())
                .bind("n", red.n())
                .map(DeploymentDao::deployment)
                .findOne();
    }

    @Override
    public List<EnvironmentState> environments(String project) {
        List<Deployment> open = sql.query(OPEN)
                .bind("project", project)
                .map(DeploymentDao::deployment)
                .list();
        return sql.query(ENVIRONMENTS)
                .bind("project", project)
                .map((columns, context) -> environment(new Row(columns), open))
                .list();
    }

    private static EnvironmentState environment(Row row, List<Deployment> open)
            throws SQLException {
        String name = row.text("name");
        return new EnvironmentState(
                name,
                row.count("last"),
                open.stream()
                        .filter(deployment -> deployment.environment().equals(name))
                        .findFirst()
                        .orElse(null));
    }

    @Override
    public List<Deployment> verifying() {
        return sql.query(VERIFYING).map(DeploymentDao::deployment).list();
    }

    @Override
    public List<TaskId> deploying(int limit) {
        return sql.query(DEPLOYING)
                .bind("limit", limit)
                .map((columns, context) -> new Row(columns).task("task_id"))
                .list();
    }

    @Override
    public List<Deployment> superseding(TaskId task) {
        return sql.query(SUPERSEDING)
                .bind("task", task.value())
                .map(DeploymentDao::deployment)
                .list();
    }

    @Override
    public boolean intend(NewDeployment deployment) {
        new Marks(sql).shared(deployment.project());
        if (!takesNumber(deployment) || taken(deployment)) {
            return false;
        }
        sql.update(INTEND)
                .bind("project", deployment.project())
                .bind("environment", deployment.environment())
                .bind("n", deployment.n())
                .bind("task", deployment.task().value())
                .bind("visit", deployment.visit())
                .bind("sha", deployment.sha().value())
                .bind("rolls_back", deployment.rollsBack())
                .bind("unit", deployment.unit())
                .bind("at", deployment.at().toEpochMilli())
                .execute();
        return true;
    }

    /** First: its row lock keeps others out until this transaction is over. */
    private boolean takesNumber(NewDeployment deployment) {
        if (deployment.n() == 1) {
            // There is no row yet whose lock a hold that is being placed would wait for.
            new ProjectLock(sql).in(deployment.project());
        }
        String statement = deployment.n() == 1 ? FIRST : NEXT;
        var update = sql.update(statement)
                .bind("project", deployment.project())
                .bind("environment", deployment.environment());
        return Sql.hit(
                deployment.n() == 1 ? update : update.bind("n", deployment.n()),
                "number of " + deployment.project() + " " + deployment.environment());
    }

    private boolean taken(NewDeployment deployment) {
        Integer red = deployment.rollsBack();
        return sql.query(TAKEN)
                        .bind("rolls_back", red == null ? 0 : red)
                        .bind("project", deployment.project())
                        .bind("environment", deployment.environment())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    @Override
    public boolean becomes(
            String unit, DeploymentState from, DeploymentState to, String found, Instant at) {
        boolean changed = Sql.hit(
                sql.update(BECOMES)
                        .bind("unit", unit)
                        .bind("from", from.name())
                        .bind("to", to.name())
                        .bind("found", found)
                        .bind("finished", to.finished() ? Sql.millis(at) : null),
                "deployment of " + unit + " from " + from + " to " + to);
        if (changed) {
            new Marks(sql).run(unit);
            if (!(underWay(from) && underWay(to))) {
                byUnit(unit).map(Deployment::project).ifPresent(new Marks(sql)::shared);
            }
        }
        return changed;
    }

    /** One is like the other to who waits for the environment. */
    private static boolean underWay(DeploymentState state) {
        return switch (state) {
            case INTENDED, STARTED, VERIFYING -> true;
            case RED, HEALTHY, FAILED, ROLLED_BACK, CANCELLED, IN_DOUBT -> false;
        };
    }

    @Override
    public void giveUpDoubt(TaskId task, String why, Instant at) {
        List<String> projects = sql.query(GIVE_UP_DOUBT)
                .bind("task", task.value())
                .bind("why", why)
                .bind("at", at.toEpochMilli())
                .mapTo(String.class)
                .list();
        projects.stream().distinct().forEach(new Marks(sql)::shared);
    }

    @Override
    public boolean probed(long id, int healthyInARow, Duration more, String found) {
        return Sql.hit(
                sql.update(PROBED)
                        .bind("id", id)
                        .bind("in_a_row", healthyInARow)
                        .bind("more", more.toMillis())
                        .bind("found", found),
                "probe of deployment " + id);
    }

    private static Deployment deployment(ResultSet columns, StatementContext context)
            throws SQLException {
        Row row = new Row(columns);
        DeploymentState state = row.word("state", DeploymentState.class);
        Instant finishedAt = row.instantOrNull("finished_at");
        if ((finishedAt != null) != state.finished()) {
            throw new IllegalStateException(("deployment %d: expected finished_at exactly when"
                            + " finished, found state=%s finished_at=%s")
                    .formatted(row.number("id"), state, finishedAt));
        }
        return new Deployment(
                row.number("id"),
                row.text("project"),
                row.text("environment"),
                row.count("n"),
                row.task("task_id"),
                row.text("task_key"),
                row.number("visit"),
                row.sha("sha"),
                row.shaOrNull("previous_sha"),
                row.countOrNull("rolls_back"),
                row.text("unit"),
                state,
                row.count("healthy_in_a_row"),
                row.duration("watched_ms"),
                row.textOrNull("found"),
                row.instant("started_at"),
                finishedAt);
    }
}
