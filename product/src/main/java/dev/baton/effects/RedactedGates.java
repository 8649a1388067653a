package dev.baton.effects;

import dev.baton.engine.GateEvaluator;
import dev.baton.model.EvidenceRow;
import dev.baton.model.Gate;
import dev.baton.model.Judgement;
import dev.baton.model.Sha;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Takes secrets out of what gates say: they judge names of files as they are, and what they say of
 * them is stored, shown, sent and put into prompts.
 */
record RedactedGates(GateEvaluator gates, UnaryOperator<String> redact) implements GateEvaluator {
    @Override
    public Judgement judge(Gate gate, Sha subject, List<EvidenceRow> evidence) {
        return switch (gates.judge(gate, subject, evidence)) {
            case Judgement.Green(String summary) -> new Judgement.Green(redact.apply(summary));
            case Judgement.Red(String summary, List<String> findings) ->
                new Judgement.Red(redact.apply(summary), redacted(findings));
            case Judgement.Pending(String summary, List<String> findings) ->
                new Judgement.Pending(redact.apply(summary), redacted(findings));
            case Judgement.Undecided(String summary) ->
                new Judgement.Undecided(redact.apply(summary));
            case Judgement.Invalid(String summary) -> new Judgement.Invalid(redact.apply(summary));
        };
    }

    private List<String> redacted(List<String> findings) {
        return findings.stream().map(redact).toList();
    }
}
