package dev.baton.gates;

import dev.baton.model.Evidence;
import dev.baton.model.Judgement;
import dev.baton.model.Sha;

import java.util.ArrayList;
import java.util.List;

/** Whether the files of a commit are what they seem to be. What nobody knows is said, no more. */
final class HygieneGate {
    private HygieneGate() {}

    static Judgement judge(Sha subject, Evidence.Hygiene found) {
        String failed = found.failed();
        if (failed != null) {
            return new Judgement.Undecided("the files of " + subject.abbreviated() + ": " + failed);
        }
        String unknown = found.unknown().isEmpty()
                ? ""
                : "; not known: " + String.join("; ", found.unknown());
        if (found.count() == 0) {
            return new Judgement.Green("nothing found" + unknown);
        }
        return new Judgement.Red(
                found.findings().getFirst()
                        + (found.count() == 1 ? "" : " (and " + (found.count() - 1) + " more)")
                        + unknown,
                findings(found));
    }

    private static List<String> findings(Evidence.Hygiene found) {
        List<String> findings = new ArrayList<>(found.findings());
        if (found.count() > findings.size()) {
            findings.add("and " + (found.count() - findings.size()) + " more");
        }
        return findings;
    }
}
