package dev.baton.store.jdbc;

import dev.baton.model.DeployAnswer;
import dev.baton.model.DeploymentState;
import dev.baton.model.Evidence;
import dev.baton.model.RunState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Evidence as stored in {@code evidence.data}; {@code kind} says which. */
final class EvidenceJson {
    private EvidenceJson() {}

    private enum Kind {
        WORK("work"),
        OUT_FILE("out-file"),
        ARTIFACT("artifact"),
        DEPLOY_STATUS("deploy-status"),
        DEPLOY_END("deploy-end"),
        COMMAND_END("command-end"),
        PROTECTED_CHANGES("protected-changes"),
        HYGIENE("hygiene");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word.equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("evidence: expected a kind of "
                            + Arrays.toString(values()) + ", found '" + word + "'"));
        }
    }

    static String write(Evidence evidence) {
        Json json = switch (evidence) {
            case Evidence.Work work ->
                Json.object(Kind.WORK.word)
                        .put("visit_start", work.visitStart().value())
                        .put("head", work.head().value())
                        .put("changed_files", work.changedFiles())
                        .put("uncommitted", work.uncommitted())
                        .put("remarks", work.remarks());
            case Evidence.OutFile file ->
                Json.object(Kind.OUT_FILE.word)
                        .put("path", file.path())
                        .put("text", file.text())
                        .put("problem", file.problem());
            case Evidence.Artifact artifact ->
                Json.object(Kind.ARTIFACT.word)
                        .put("path", artifact.path())
                        .put("bytes", Sql.text(artifact.bytes()))
                        .put("problem", artifact.problem());
            case Evidence.DeployStatus status ->
                Json.object(Kind.DEPLOY_STATUS.word)
                        .put("answer", status.answer().name())
                        .put("said", status.said());
            case Evidence.DeployEnd end ->
                Json.object(Kind.DEPLOY_END.word)
                        .put("id", end.id())
                        .put("state", end.state().name())
                        .put("found", end.found())
                        .put("rollback", end.rollback());
            case Evidence.ProtectedChanges changes -> json(changes);
            case Evidence.Hygiene hygiene -> json(hygiene);
            case Evidence.CommandEnd end ->
                Json.object(Kind.COMMAND_END.word)
                        .put("state", end.state().name())
                        .put("exit_code", end.exitCode())
                        .put("reason", end.reason())
                        .put("log_tail", end.logTail());
        };
        return json.toString();
    }

    static Evidence read(String text) {
        Json json = Json.parse(text);
        return switch (Kind.of(json.text("kind"))) {
            case WORK ->
                new Evidence.Work(
                        json.sha("visit_start"),
                        json.sha("head"),
                        json.texts("changed_files"),
                        json.texts("uncommitted"),
                        json.textsOrNone("remarks"));
            case OUT_FILE ->
                new Evidence.OutFile(
                        json.text("path"), json.textOrNull("text"), json.textOrNull("problem"));
            case ARTIFACT ->
                new Evidence.Artifact(
                        json.text("path"),
                        size(json.textOrNull("bytes")),
                        json.textOrNull("problem"));
            case DEPLOY_STATUS ->
                new Evidence.DeployStatus(
                        DeployAnswer.valueOf(json.text("answer")), json.text("said"));
            case DEPLOY_END ->
                new Evidence.DeployEnd(
                        json.text("id"),
                        DeploymentState.valueOf(json.text("state")),
                        json.text("found"),
                        json.textOrNull("rollback"));
            case COMMAND_END ->
                new Evidence.CommandEnd(
                        RunState.valueOf(json.text("state")),
                        json.numberOrNull("exit_code"),
                        json.text("reason"),
                        json.text("log_tail"));
            case PROTECTED_CHANGES -> changes(json);
            case HYGIENE -> hygiene(json);
        };
    }

    private static Json json(Evidence.Hygiene hygiene) {
        return Json.object(Kind.HYGIENE.word)
                .put("count", Sql.text(hygiene.count()))
                .put("findings", hygiene.findings())
                .put("unknown", hygiene.unknown())
                .put("failed", hygiene.failed());
    }

    private static Evidence.Hygiene hygiene(Json json) {
        return new Evidence.Hygiene(
                Long.parseLong(json.text("count")),
                json.texts("findings"),
                json.texts("unknown"),
                json.textOrNull("failed"));
    }

    private static Json json(Evidence.ProtectedChanges changes) {
        return Json.object(Kind.PROTECTED_CHANGES.word)
                .put("digest", changes.digest())
                .put("count", Sql.text(changes.count()))
                .put("names", changes.names())
                .put("problems", changes.problems());
    }

    static Evidence.ProtectedChanges changes(Json json) {
        return new Evidence.ProtectedChanges(
                json.text("digest"),
                Long.parseLong(json.text("count")),
                json.texts("names"),
                json.texts("problems"),
                null);
    }

    /** As text: a file may be larger than the numbers of this JSON. */
    private static @Nullable Long size(@Nullable String bytes) {
        return bytes == null ? null : Long.valueOf(bytes);
    }
}
