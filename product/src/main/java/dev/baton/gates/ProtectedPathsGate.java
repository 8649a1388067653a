package dev.baton.gates;

import dev.baton.model.Evidence;
import dev.baton.model.Gate;
import dev.baton.model.Judgement;

import java.util.ArrayList;
import java.util.List;

/** Whether a candidate leaves alone what guards the project, or a person agreed to the change. */
final class ProtectedPathsGate {
    private ProtectedPathsGate() {}

    static Judgement judge(Gate.ProtectedPaths gate, Evidence.ProtectedChanges changes) {
        List<String> problems = changes.problems();
        if (!problems.isEmpty()) {
            return new Judgement.Red(
                    "expected a pipeline that the next task can be pinned to, found "
                            + problems.getFirst()
                            + (problems.size() == 1
                                    ? ""
                                    : " (and " + (problems.size() - 1) + " more)"),
                    problems);
        }
        if (changes.count() == 0) {
            return new Judgement.Green("no protected path is changed");
        }
        if (!gate.asks()) {
            return new Judgement.Red("changes " + changes.summary(), findings(changes));
        }
        String agreed = changes.agreed();
        return agreed == null
                ? new Judgement.Pending(
                        "changes " + changes.summary() + "; a person has to approve that",
                        findings(changes))
                : new Judgement.Green("changes " + changes.summary() + "; " + agreed);
    }

    private static List<String> findings(Evidence.ProtectedChanges changes) {
        List<String> findings = new ArrayList<>(changes.names());
        if (changes.count() > findings.size()) {
            findings.add("and " + (changes.count() - findings.size()) + " more");
        }
        return findings;
    }
}
