package dev.baton.engine;

import static dev.baton.engine.Situations.BASE;
import static dev.baton.engine.Situations.DEVELOPMENT;
import static dev.baton.engine.Situations.HEAD;
import static dev.baton.engine.Situations.NOT_EMPTY;
import static dev.baton.engine.Situations.REVIEW;
import static dev.baton.engine.Situations.TESTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Decision;
import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.Run;
import dev.baton.model.Verdict;
import org.junit.jupiter.api.Test;

/** What is decided about effects of a stage that is green. */
class DeciderEffectsTest {
    private final Situations s = new Situations();

    private void developed() {
        Run run = s.workDone("developer");
        s.verdict(NOT_EMPTY, HEAD, Verdict.Outcome.GREEN, run);
        s.verdict(TESTS, HEAD, Verdict.Outcome.GREEN, null);
    }

    @Test
    void pushesThenAsksThenAdvances() {
        developed();
        Effect push = new Effect.Push("baton/shop-1", HEAD, null);
        assertThat(s.decide()).isEqualTo(new Decision.Perform(push));
        s.effect(push, EffectState.CONFIRMED);
        Effect request = new Effect.ChangeRequest("baton/shop-1", "main", HEAD, "Title");
        assertThat(s.decide()).isEqualTo(new Decision.Perform(request));
        s.effect(request, EffectState.CONFIRMED);
        assertThat(s.decide()).isEqualTo(new Decision.Advance(REVIEW));
    }

    @Test
    void leasesOnWhatItPushedBefore() {
        s.at(DEVELOPMENT, 3);
        developed();
        s.effect(new Effect.Push("baton/shop-1", BASE, null), EffectState.CONFIRMED, 1);
        assertThat(s.decide())
                .isEqualTo(new Decision.Perform(new Effect.Push("baton/shop-1", HEAD, BASE)));
    }

    @Test
    void anEffectInDoubtParks() {
        developed();
        s.effect(new Effect.Push("baton/shop-1", HEAD, null), EffectState.IN_DOUBT);
        assertThat(s.decide()).isInstanceOf(Decision.Park.class);
    }
}
