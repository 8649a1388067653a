package dev.baton.engine;

import dev.baton.model.Decision;
import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.Hold;
import dev.baton.model.JournalEntry;
import dev.baton.model.Sha;
import dev.baton.model.Stage.StageEffect;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The effects on leaving, in order. */
final class LeavingRule {
    private LeavingRule() {}

    /** Empty when every effect of the stage is confirmed. */
    static Optional<Decision> effects(StageView view) {
        for (StageEffect wanted : view.stage().effects()) {
            if (wanted == StageEffect.COMMENT) {
                continue; // Written by the COMMIT itself.
            }
            Effect effect = effect(view, wanted);
            JournalEntry entry = view.entry(effect).orElse(null);
            if (entry == null) {
                Hold hold = view.snapshot().hold();
                if (effect instanceof Effect.Merge && hold != null) {
                    return Optional.of(LandingRule.held(hold));
                }
                return Optional.of(new Decision.Perform(effect));
            }
            switch (entry.state()) {
                case CONFIRMED -> {}
                case INTENT -> {
                    return Optional.of(new Decision.Perform(entry.effect()));
                }
                case POISONED, IN_DOUBT -> {
                    return Optional.of(Decision.Park.because(
                            Decider.author(view.task()),
                            entry.key() + " is " + entry.state() + ": " + entry.result()));
                }
            }
        }
        return Optional.empty();
    }

    private static Effect effect(StageView view, StageEffect wanted) {
        return switch (wanted) {
            case PUSH -> new Effect.Push(view.task().branch(), head(view), lastPushed(view));
            case CHANGE_REQUEST ->
                new Effect.ChangeRequest(
                        view.task().branch(),
                        view.task().base(),
                        head(view),
                        view.task().item().title());
            case MERGE -> LandingRule.merge(view);
            case COMMENT -> throw new IllegalStateException("a comment is no outside effect");
        };
    }

    private static Sha head(StageView view) {
        Sha head = view.task().head();
        if (head == null) {
            throw new IllegalStateException(
                    view.task().key() + ": expected a head before its effects, found none");
        }
        return head;
    }

    private static @Nullable Sha lastPushed(StageView view) {
        return view.snapshot().effects().stream()
                .filter(e ->
                        e.effect() instanceof Effect.Push && e.state() == EffectState.CONFIRMED)
                .max(Comparator.comparingLong(e -> e.key().visit()))
                .map(e -> ((Effect.Push) e.effect()).sha())
                .orElse(null);
    }
}
