package dev.baton.effects;

import dev.baton.model.Evidence;

import java.util.function.UnaryOperator;

/**
 * Takes secrets out of what runs said before it is stored, since what is stored is shown, sent and
 * put into prompts by many. Paths and commits stay: they are judged.
 */
record RedactedEvidence(UnaryOperator<String> redact) {
    Evidence of(Evidence evidence) {
        return switch (evidence) {
            case Evidence.Work work ->
                new Evidence.Work(
                        work.visitStart(),
                        work.head(),
                        work.changedFiles(),
                        work.uncommitted(),
                        work.remarks().stream().map(redact).toList());
            case Evidence.OutFile(var path, var text, var problem) ->
                new Evidence.OutFile(path, text == null ? null : redact.apply(text), problem);
            case Evidence.Artifact artifact -> artifact;
            case Evidence.ProtectedChanges changes -> changes;
            case Evidence.Hygiene hygiene -> hygiene;
            case Evidence.DeployStatus(var answer, var said) ->
                new Evidence.DeployStatus(answer, redact.apply(said));
            case Evidence.DeployEnd(var id, var state, var found, var rollback) ->
                new Evidence.DeployEnd(
                        id,
                        state,
                        redact.apply(found),
                        rollback == null ? null : redact.apply(rollback));
            case Evidence.CommandEnd(var state, var exit, var reason, var tail) ->
                new Evidence.CommandEnd(state, exit, redact.apply(reason), redact.apply(tail));
        };
    }
}
