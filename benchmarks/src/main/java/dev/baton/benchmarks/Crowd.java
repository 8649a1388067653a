package dev.baton.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Copies of one task, written into the database of a server that is stopped. They are as a server
 * leaves them: those that wait have the job that they wait with, those that are parked or done have
 * run through five stages.
 */
final class Crowd {
    private static final int VISITS = 5;
    private static final int EVENTS_PER_VISIT = 8;

    private static final String TASKS = """
            with recursive n (i) as (select 1 union all select i + 1 from n where i < :count)
            insert into task (project, key, title, body, author, priority, status, stage, visit,
              epoch, awaiting, awaiting_since, awaiting_until, awaiting_who, parked_by, parked_why,
              pipeline_digest, branch, base, base_sha, head_sha, created_at, updated_at,
              stage_since)
            select project, project || '-' || (:last + i), 'Crowd ' || i,
              printf('%.*c', 2000, 'x'), author, priority, :status, :stage, :visit, epoch + :more,
              iif(:status = 'LIVE', awaiting, null), iif(:status = 'LIVE', awaiting_since, null),
              iif(:status = 'LIVE', awaiting_until, null), null,
              iif(:status = 'PARKED', author, null), iif(:status = 'PARKED', 'red twice', null),
              pipeline_digest, 'baton/' || project || '-' || (:last + i), base,
              iif(:visit > 1, :base, null), iif(:visit > 1, :head, null),
              created_at + i, updated_at + i, stage_since + i
            from task, n
            where key = :model
            """;

    private static final String NOT_LOOKED_AT = """
            select count(*)
            from task
            where rested_epoch <> epoch
              and status <> 'DONE'
              and status <> 'CANCELLED'
            """;

    private static final String NEW = "from task where title like 'Crowd %' and id > :before";

    private final Path database;
    private final String model;
    private final String base;
    private final String head;

    /**
     * @param model the key of a task that waits for a slot
     * @param head a commit that those which ran have made
     */
    Crowd(Path database, String model, String base, String head) {
        this.database = database;
        this.model = model;
        this.base = base;
        this.head = head;
    }

    /** Answers the branches that have to be there. */
    List<String> fill(int waiting, int parked, int finished) throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            add(statement, waiting, "LIVE", "development", 1);
            long last = add(statement, parked, "PARKED", "development", VISITS);
            add(statement, finished, "DONE", "done", VISITS);
            connection.commit();
            return LongStream.rangeClosed(last + 1, last + parked)
                    .mapToObj(n -> "baton/SHOP-" + n)
                    .toList();
        } catch (SQLException e) {
            throw new IOException(database + ": expected to write tasks, found " + e, e);
        }
    }

    /** How many the server has not looked at since they were written. */
    int notLookedAt() {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            return (int) number(statement, NOT_LOOKED_AT);
        } catch (SQLException e) {
            throw new IllegalStateException(database + ": expected a number, found " + e, e);
        }
    }

    /** Answers the last number before them. */
    private long add(Statement to, int count, String status, String stage, int visits)
            throws SQLException {
        long before = number(to, "select max(id) from task");
        long last = number(to, "select last from task_number where project = 'SHOP'");
        if (count == 0) {
            return last;
        }
        int more = (visits - 1) * EVENTS_PER_VISIT;
        to.execute(TASKS.replace(":count", Integer.toString(count))
                .replace(":last", Long.toString(last))
                .replace(":status", "'" + status + "'")
                .replace(":stage", "'" + stage + "'")
                .replace(":visit", Integer.toString(visits))
                .replace(":more", Integer.toString(more))
                .replace(":base", "'" + base + "'")
                .replace(":head", "'" + head + "'")
                .replace(":model", "'" + model + "'"));
        to.execute("update task_number set last = last + " + count + " where project = 'SHOP'");
        String fresh = NEW.replace(":before", Long.toString(before));
        copyEvents(to, fresh);
        for (int visit = 1; visit < visits; visit++) {
            history(to, fresh, visit);
        }
        to.execute("insert into stage_visit (task_id, visit, stage, entered_at) select id, "
                + visits + ", stage, stage_since " + fresh);
        if (status.equals("LIVE")) {
            to.execute("""
                    insert into job (task_id, project, visit, kind, name, status, attempt,
                      max_attempts, infra_lost, run_after, priority)
                    select id, project, visit, 'AGENT', 'developer', 'QUEUED', 0, 2, 0,
                      created_at, 0
                    """ + fresh);
        }
        return last;
    }

    /** What a task tells of itself until it waits for the first time. */
    private void copyEvents(Statement to, String fresh) throws SQLException {
        to.execute("""
                insert into event (task_id, epoch, visit, stage, transition, actor, type, data, at)
                select task.id, event.epoch, event.visit, event.stage, event.transition,
                  event.actor, event.type, event.data, event.at
                from event, (select id %s) as task
                where event.task_id = (select id from task where key = '%s')
                """.formatted(fresh, model));
    }

    /** One visit: a job with its run, what was journalled and judged, and what people were told. */
    private static void history(Statement to, String fresh, int visit) throws SQLException {
        to.execute("insert into stage_visit (task_id, visit, stage, entered_at) select id, " + visit
                + ", 'development', created_at " + fresh);
        to.execute("""
                insert into job (task_id, project, visit, kind, name, status, attempt, max_attempts,
                  infra_lost, granted_at, run_after, priority)
                select id, project, %d, 'AGENT', 'developer', 'DONE', 0, 2, 0, created_at,
                  created_at, 0 %s
                """.formatted(visit, fresh));
        to.execute("""
                insert into run (job_id, ordinal, unit, state, consumed, limit_ms, exit_code,
                  reason, started_at, finished_at)
                select job.id, 1, lower(task.key) || '-v%1$d-developer-1', 'EXITED', 1, 60000, 0,
                  'exit code 0', task.created_at, task.created_at
                from job join (select id, key, created_at %2$s) as task on task.id = job.task_id
                where job.visit = %1$d
                """.formatted(visit, fresh));
        to.execute("""
                insert into effect (key, task_id, visit, kind, params, state, epoch, result,
                  intended_at, settled_at)
                select id || '/%1$d/push', id, %1$d, 'PUSH',
                  json_object(
                    'kind', 'push', 'branch', branch, 'sha', head_sha, 'last_pushed', null),
                  'CONFIRMED', 1,
                  'pushed', created_at, created_at %2$s
                """.formatted(visit, fresh));
        to.execute("""
                insert into verdict (task_id, gate, subject, digest, outcome, summary, findings, at)
                select id, 'tests', head_sha, 'digest', 'RED', 'red', '["a.txt: wrong"]', created_at
                %s
                """.formatted(fresh));
        to.execute("""
                with recursive n (i) as (select 1 union all select i + 1 from n where i < %d)
                insert into event (task_id, epoch, visit, stage, transition, actor, type, data, at)
                select id, epoch - %d + i, %d, 'development', 1, 'baton', 'waiting', 'run',
                  created_at
                from n, (select id, epoch, created_at %s)
                """.formatted(EVENTS_PER_VISIT, EVENTS_PER_VISIT * visit, visit, fresh));
    }

    private static long number(Statement on, String question) throws SQLException {
        try (var answer = on.executeQuery(question)) {
            answer.next();
            return answer.getLong(1);
        }
    }
}
