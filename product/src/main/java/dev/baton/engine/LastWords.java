package dev.baton.engine;

import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.JournalEntry;
import dev.baton.model.TaskSnapshot;

import java.util.List;

/**
 * What a stopped task did outside, a sentence per effect: "merge: happened as 9b1d…", "merge: never
 * will". Starts of agents and gates are left out: their processes are gone.
 */
final class LastWords {
    private LastWords() {}

    static String of(TaskSnapshot s) {
        List<String> sentences = s.effects().stream()
                .filter(entry -> !(entry.effect() instanceof Effect.StartRun))
                .filter(entry -> !replaced(s, entry))
                .map(entry -> sentence(s, entry))
                .distinct()
                .toList();
        return sentences.isEmpty() ? "nothing happened outside" : String.join(", ", sentences);
    }

    /** A candidate that another of the same visit took the place of: one merge, one sentence. */
    private static boolean replaced(TaskSnapshot s, JournalEntry entry) {
        return entry.effect() instanceof Effect.Merge
                && entry.state() == EffectState.POISONED
                && s.effects().stream()
                        .anyMatch(other -> other.effect() instanceof Effect.Merge
                                && other.key().visit() == entry.key().visit()
                                && other.state() == EffectState.CONFIRMED);
    }

    private static String sentence(TaskSnapshot s, JournalEntry entry) {
        return switch (entry.effect()) {
            case Effect.Push push ->
                said("push of " + push.branch(), entry.state(), push.sha().value());
            case Effect.ChangeRequest request ->
                said("change request", entry.state(), opened(request, entry));
            case Effect.Merge merge -> said("merge", entry.state(), merge.sha().value());
            case Effect.Deploy deploy ->
                said("deploy to " + deploy.environment(), entry.state(), deployed(s, deploy));
            case Effect.StartRun start ->
                throw new IllegalStateException(start.unit() + ": a start is not told");
        };
    }

    private static String said(String what, EffectState state, String as) {
        return what
                + switch (state) {
                    case CONFIRMED -> ": happened as " + as;
                    case POISONED -> ": never will";
                    case INTENT, IN_DOUBT -> ": may have happened as " + as;
                };
    }

    private static String opened(Effect.ChangeRequest request, JournalEntry entry) {
        return entry.result() == null ? request.branch() : entry.result();
    }

    private static String deployed(TaskSnapshot s, Effect.Deploy deploy) {
        return DeployRule.deployment(s, deploy.unit())
                .map(line ->
                        line.deployId() + " of " + deploy.sha().abbreviated() + ", " + line.state())
                .orElse(deploy.sha().abbreviated());
    }
}
