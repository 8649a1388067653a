package dev.baton.engine;

import static dev.baton.engine.Situations.BASE;
import static dev.baton.engine.Situations.CANDIDATE;
import static dev.baton.engine.Situations.HEAD;
import static dev.baton.engine.Situations.MERGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Decision;
import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.TaskStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people read about a stopped task. */
class LastWordsTest {
    private static final Effect LATER = new Effect.Merge(2, "main", BASE, CANDIDATE);
    private static final Effect EARLIER = new Effect.Merge(1, "main", BASE, HEAD);

    private final Situations s = new Situations();

    @BeforeEach
    void stopped() {
        s.at(MERGE, 3);
        s.status = TaskStatus.CANCELLING;
        s.effects.clear();
    }

    private String said() {
        return ((Decision.Finish) s.decide()).summary();
    }

    @Test
    void nothing() {
        assertThat(said()).isEqualTo("nothing happened outside");
    }

    @Test
    void aSentencePerEffect() {
        s.effect(new Effect.Push("baton/SHOP-1", HEAD, null), EffectState.CONFIRMED);
        s.effect(EARLIER, EffectState.POISONED);
        assertThat(said())
                .isEqualTo("push of baton/SHOP-1: happened as " + HEAD + ", merge: never will");
    }

    /** The candidate that landed is the merge; those before it are not merges that failed. */
    @Test
    void oneSentenceForTheCandidatesOfAVisit() {
        s.effect(EARLIER, EffectState.POISONED);
        s.effect(LATER, EffectState.CONFIRMED);
        assertThat(said()).isEqualTo("merge: happened as " + CANDIDATE);
    }

    @Test
    void aMergeOfAnEarlierVisitStaysTold() {
        s.effect(EARLIER, EffectState.CONFIRMED, 1);
        s.effect(LATER, EffectState.POISONED);
        assertThat(said()).isEqualTo("merge: happened as " + HEAD + ", merge: never will");
    }
}
