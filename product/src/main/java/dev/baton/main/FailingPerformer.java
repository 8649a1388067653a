package dev.baton.main;

import dev.baton.config.Failpoint;
import dev.baton.engine.EffectPerformer;
import dev.baton.model.Effect;
import dev.baton.model.EffectKind;

/** Passes the failpoints around an effect; starting a process has points of its own. */
record FailingPerformer(EffectPerformer performer, Failpoints failpoints)
        implements EffectPerformer {
    @Override
    public EffectKind kind() {
        return performer.kind();
    }

    @Override
    public Observation observe(Order order) {
        failpoints.reached(Failpoint.BEFORE_OBSERVE);
        Observation said = performer.observe(order);
        failpoints.reached(Failpoint.AFTER_OBSERVE);
        return said;
    }

    @Override
    public Application apply(Order order) {
        boolean starts = order.effect() instanceof Effect.Starts;
        failpoints.reached(starts ? Failpoint.BEFORE_SPAWN : Failpoint.BEFORE_APPLY);
        Application applied = performer.apply(order);
        failpoints.reached(starts ? Failpoint.AFTER_SPAWN : Failpoint.AFTER_APPLY);
        return applied;
    }

    @Override
    public Observation settle(Order order) {
        return performer.settle(order);
    }
}
