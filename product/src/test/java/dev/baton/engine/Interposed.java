package dev.baton.engine;

import dev.baton.model.EffectKind;

/** A performer with something that happens before it asks, and before and after it applies. */
record Interposed(EffectPerformer performer, Runnable asking, Runnable before, Runnable after)
        implements EffectPerformer {
    static EffectPerformer before(EffectPerformer performer, Runnable before) {
        return new Interposed(performer, () -> {}, before, () -> {});
    }

    @Override
    public EffectKind kind() {
        return performer.kind();
    }

    @Override
    public Observation observe(Order order) {
        asking.run();
        return performer.observe(order);
    }

    @Override
    public Application apply(Order order) {
        before.run();
        Application applied = performer.apply(order);
        after.run();
        return applied;
    }

    @Override
    public Observation settle(Order order) {
        return performer.settle(order);
    }
}
