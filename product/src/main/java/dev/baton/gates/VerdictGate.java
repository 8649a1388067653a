package dev.baton.gates;

import dev.baton.model.Evidence;
import dev.baton.model.Gate;
import dev.baton.model.Judgement;
import dev.baton.model.Sha;

import java.util.ArrayList;
import java.util.List;

/** What the stage's agent says of exactly this head. */
final class VerdictGate {
    private static final int FREE_TEXT_LENGTH_MAX = 4096;

    private VerdictGate() {}

    static Judgement judge(Gate.VerdictFile gate, Sha subject, Evidence.OutFile file) {
        String text = file.text();
        if (text == null) {
            return new Judgement.Invalid(gate.file() + ": expected a verdict, found "
                    + (file.problem() == null ? "no file" : file.problem()));
        }
        return switch (VerdictText.parse(gate.file(), text)) {
            case VerdictText.Torn torn -> new Judgement.Invalid(torn.why());
            case VerdictText.Read read -> judge(gate, subject, read);
        };
    }

    private static Judgement judge(Gate.VerdictFile gate, Sha head, VerdictText.Read verdict) {
        if (!verdict.subject().equals(head.value())) {
            return new Judgement.Invalid(gate.file() + ": expected the subject " + head
                    + " (the head), found '" + verdict.subject() + "'");
        }
        String summary = verdict.word() + " for " + head.abbreviated();
        return gate.approve().contains(verdict.word())
                ? new Judgement.Green(summary)
                : new Judgement.Red(summary, findings(verdict));
    }

    private static List<String> findings(VerdictText.Read verdict) {
        List<String> findings = new ArrayList<>(verdict.findings());
        String text = verdict.freeText().strip();
        if (!text.isEmpty()) {
            findings.add(
                    text.length() <= FREE_TEXT_LENGTH_MAX
                            ? text
                            : text.substring(0, FREE_TEXT_LENGTH_MAX) + "…");
        }
        return findings;
    }
}
