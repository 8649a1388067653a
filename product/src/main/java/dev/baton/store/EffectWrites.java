package dev.baton.store;

import dev.baton.model.Effect;
import dev.baton.model.EffectKey;
import dev.baton.model.EffectState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writing the effect journal, always in the transaction of a task guard. */
public interface EffectWrites extends EffectReads {

    /** Inserts an INTENT. A row of the same key is a broken invariant and throws. */
    void intend(EffectKey key, Effect effect, long epoch, Instant at);

    /** INTENT or IN_DOUBT to another state; answers false if the row is settled already. */
    boolean settle(
            EffectKey key, EffectState state, long epoch, @Nullable String result, Instant at);
}
