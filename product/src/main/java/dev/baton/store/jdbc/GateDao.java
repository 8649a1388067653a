package dev.baton.store.jdbc;

import dev.baton.model.Evidence;
import dev.baton.model.EvidenceRow;
import dev.baton.model.MergeCandidate;
import dev.baton.model.TaskId;
import dev.baton.model.Verdict;
import dev.baton.store.GateWrites;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;

/** Evidence, verdicts and merge candidates. */
final class GateDao implements GateWrites {

    private static final String EVIDENCE = """
            select task_id, name, subject, run_unit, data, at
            from evidence
            """;

    private static final String EVIDENCE_OF_TASK = EVIDENCE + "where task_id = :task\norder by id";
    private static final String EVIDENCE_OF_RUN = EVIDENCE + "where run_unit = :unit\norder by id";

    private static final String DROP_OLDER = """
            delete from evidence
            where task_id = :task
              and name = :name
              and subject = :subject
              and run_unit = :unit
            """;

    private static final String KEEP = """
            insert into evidence (task_id, name, subject, run_unit, data, at)
            values (:task, :name, :subject, :unit, :data, :at)
            """;

    private static final String VERDICTS = """
            select seq, task_id, gate, subject, digest, run_unit, outcome, summary, findings, at
            from verdict
            where task_id = :task
              and voided = 0
            order by seq
            """;

    private static final String JUDGE = """
            insert into verdict
              (task_id, gate, subject, digest, run_unit, outcome, summary, findings, at)
            values
              (:task, :gate, :subject, :digest, :unit, :outcome, :summary, :findings, :at)
            """;

    private static final String VOID_NOT_GREEN = """
            update verdict
            set voided = 1
            where task_id = :task
              and voided = 0
              and outcome <> 'GREEN'
            """;

    private static final String CANDIDATES = """
            select task_id, visit, n, base_sha, head_sha, sha, conflicts, refused, changes
            from merge_candidate
            where task_id = :task
            """;

    private static final String CANDIDATES_OF_TASK = CANDIDATES + "order by visit, n";
    private static final String CANDIDATES_OF_VISIT =
            CANDIDATES + "  and visit = :visit\norder by n";

    private static final String CANDIDATE = """
            insert into merge_candidate (
              task_id, visit, n, base_sha, head_sha, sha, conflicts, refused, changes)
            values (:task, :visit, :n, :base_sha, :head_sha, :sha, :conflicts, :refused, :changes)
            """;

    private final Sql sql;

    GateDao(Sql sql) {
        this.sql = sql;
    }

    @Override
    public List<EvidenceRow> evidence(TaskId task) {
        return sql.query(EVIDENCE_OF_TASK)
                .bind("task", task.value())
                .map(GateDao::evidence)
                .list();
    }

    @Override
    public List<EvidenceRow> evidenceOf(String runUnit) {
        return sql.query(EVIDENCE_OF_RUN)
                .bind("unit", runUnit)
                .map(GateDao::evidence)
                .list();
    }

    @Override
    public List<Verdict> verdicts(TaskId task) {
        return sql.query(VERDICTS)
                .bind("task", task.value())
                .map(GateDao::verdict)
                .list();
    }

    @Override
    public List<MergeCandidate> candidates(TaskId task) {
        return sql.query(CANDIDATES_OF_TASK)
                .bind("task", task.value())
                .map(GateDao::candidate)
                .list();
    }

    @Override
    public List<MergeCandidate> candidates(TaskId task, long visit) {
        return sql.query(CANDIDATES_OF_VISIT)
                .bind("task", task.value())
                .bind("visit", visit)
                .map(GateDao::candidate)
                .list();
    }

    @Override
    public void keep(EvidenceRow row) {
        of(row, DROP_OLDER).execute();
        of(row, KEEP)
                .bind("data", EvidenceJson.write(row.evidence()))
                .bind("at", row.at().toEpochMilli())
                .execute();
    }

    @Override
    public void judge(Verdict verdict) {
        sql.update(JUDGE)
                .bind("task", verdict.task().value())
                .bind("gate", verdict.gate())
                .bind("subject", verdict.subject().value())
                .bind("digest", verdict.digest())
                .bind("unit", verdict.runUnit())
                .bind("outcome", verdict.outcome().name())
                .bind("summary", verdict.summary())
                .bind("findings", Json.list(verdict.findings()))
                .bind("at", verdict.at().toEpochMilli())
                .execute();
    }

    @Override
    public void voidNotGreen(TaskId task) {
        sql.update(VOID_NOT_GREEN).bind("task", task.value()).execute();
    }

    @Override
    public void candidate(MergeCandidate candidate) {
        Evidence.ProtectedChanges changes = candidate.changes();
        sql.update(CANDIDATE)
                .bind("task", candidate.task().value())
                .bind("visit", candidate.visit())
                .bind("n", candidate.n())
                .bind("base_sha", candidate.baseSha().value())
                .bind("head_sha", candidate.headSha().value())
                .bind("sha", Sql.text(candidate.sha()))
                .bind("conflicts", Json.list(candidate.conflicts()))
                .bind("refused", candidate.refused())
                .bind("changes", changes == null ? null : EvidenceJson.write(changes))
                .execute();
    }

    private Update of(EvidenceRow row, String statement) {
        return sql.update(statement)
                .bind("task", row.task().value())
                .bind("name", row.name())
                .bind("subject", row.subject().value())
                .bind("unit", row.runUnit());
    }

    private static EvidenceRow evidence(ResultSet columns, StatementContext context)
            throws SQLException {
        Row row = new Row(columns);
        return new EvidenceRow(
                row.task("task_id"),
                row.text("name"),
                row.sha("subject"),
                row.text("run_unit"),
                EvidenceJson.read(row.text("data")),
                row.instant("at"));
    }

    private static Verdict verdict(ResultSet columns, StatementContext context)
            throws SQLException {
        Row row = new Row(columns);
        return new Verdict(
                row.task("task_id"),
                row.text("gate"),
                row.sha("subject"),
                row.text("digest"),
                row.textOrNull("run_unit"),
                row.word("outcome", Verdict.Outcome.class),
                row.text("summary"),
                Json.parseList(row.text("findings")),
                row.number("seq"),
                row.instant("at"));
    }

    private static MergeCandidate candidate(ResultSet columns, StatementContext context)
            throws SQLException {
        Row row = new Row(columns);
        String changes = row.textOrNull("changes");
        return new MergeCandidate(
                row.task("task_id"),
                row.number("visit"),
                row.count("n"),
                row.sha("base_sha"),
                row.sha("head_sha"),
                row.shaOrNull("sha"),
                Json.parseList(row.text("conflicts")),
                row.textOrNull("refused"),
                changes == null ? null : EvidenceJson.changes(Json.parse(changes)));
    }
}
