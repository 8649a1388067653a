package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.store.Store;
import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every tick asks must not grow with the number of tasks that are finished. */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class PlanTest {
    private static final int FINISHED = 100_000;

    private static final String FINISHED_TASKS = """
            with recursive n (i) as (select 1 union all select i + 1 from n where i < %d)
            insert into task (project, key, title, body, author, priority, status, stage, visit,
              epoch, pipeline_digest, branch, base, created_at, updated_at, stage_since)
            select 'SHOP', 'SHOP-' || i, 't', '', 'ann', 0, iif(i %% 2, 'DONE', 'CANCELLED'),
              iif(i %% 2, 'done', 'review'), 4, 20, 'digest', 'b', 'main', i, i, i
            from n
            """.formatted(FINISHED);

    private static final String FINISHED_JOBS = """
            insert into job (task_id, visit, kind, name, status, attempt, max_attempts, infra_lost,
              granted_at, run_after, priority)
            select id, 1, 'AGENT', 'developer', 'DONE', 0, 2, 0, 1, 1, 0
            from task
            """;

    private static final String FINISHED_RUNS = """
            insert into run (job_id, ordinal, unit, state, consumed, limit_ms, reason, started_at,
              finished_at)
            select id, 1, 'u' || id, 'SUPERSEDED', 0, 1, 'left', 1, 1
            from job
            """;

    private Handle handle;

    @BeforeAll
    void fill(@TempDir Path folder) {
        Store store = SqliteStoreTest.unsynced(folder);
        store.close();
        handle = Jdbi.open("jdbc:sqlite:" + folder.resolve(SqliteSettings.FILE));
        handle.execute("insert into pipeline (digest, yaml) values ('digest', '')");
        handle.execute("begin");
        handle.execute(FINISHED_TASKS);
        handle.execute(FINISHED_JOBS);
        handle.execute(FINISHED_RUNS);
        handle.execute("commit");
    }

    @AfterAll
    void close() {
        handle.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LookDao.DUE,
                LookDao.OPEN,
                TaskQueries.OUTSIDE,
                TaskQueries.OWNED,
                TaskQueries.HELD,
                TaskQueries.COUNT_BY_STATUS,
                WorkQueries.UNFINISHED,
                WorkQueries.RUNNING,
                WorkQueries.LEFTOVER,
                WorkQueries.UNCONSUMED,
                WorkQueries.LINES,
                WorkQueries.GRANTABLE_IN_LINE,
                WorkQueries.GRANTABLE,
                QueueQueries.HEADS,
                WorkQueries.SLOTS,
                WorkQueries.LOAD,
                DeploymentDao.VERIFYING
            })
    void whatATickAsksUsesAnIndexOfWhatIsOpen(String statement) {
        assertThat(plan(statement))
                // In "mark" is only what nobody has looked at yet.
                .filteredOn(step -> step.startsWith("SCAN")
                        && !step.contains("CONSTANT")
                        && !step.equals("SCAN mark"))
                .allSatisfy(step -> assertThat(step)
                        .containsPattern("USING (COVERING )?INDEX"
                                + " (task_open|task_moved|task_look_at|task_shared|task_sweep"
                                + "|task_owned"
                                + "|job_queued|job_waiting|job_running|merge_queue_head"
                                + "|run_live|task_status|deployment_verifying)"));
    }

    @Test
    void whatIsDueIsReadFromTheIndexesMadeForIt() {
        assertThat(String.join("\n", plan(LookDao.DUE)))
                .contains(
                        "COVERING INDEX task_moved",
                        "COVERING INDEX task_look_at",
                        "COVERING INDEX task_shared")
                .doesNotContain("task_sweep");
        assertThat(plan(LookDao.OPEN)).singleElement().asString().contains("task_sweep");
        assertThat(plan(WorkQueries.LINES)).anyMatch(step -> step.contains("COVERING"));
    }

    @Test
    void theBoardReadsOpenTasksOnly() {
        assertThat(plan(BoardQueries.OPEN))
                .filteredOn(step -> step.matches("(SCAN|SEARCH) task.*"))
                .isNotEmpty()
                .allSatisfy(step ->
                        assertThat(step).containsPattern("INDEX task_open|INTEGER PRIMARY KEY"));
    }

    @Test
    void aQueryWithoutAnIndexIsSeen() {
        assertThat(plan("select id from task where author = 'x'"))
                .anySatisfy(step -> assertThat(step).isEqualTo("SCAN task"));
    }

    private List<String> plan(String statement) {
        String sql = statement
                .replace(":incarnation", "1")
                .replace(":now", "1")
                .replace(":project", "null")
                .replace(":after", "0")
                .replace(":kind", "'AGENT'")
                .replace(":name", "'developer'")
                .replace(":limit", "40");
        return handle.createQuery("explain query plan " + sql)
                .map((columns, context) -> columns.getString("detail"))
                .list();
    }
}
