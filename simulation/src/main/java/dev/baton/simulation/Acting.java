package dev.baton.simulation;

import dev.baton.engine.EffectPerformer;
import dev.baton.model.EffectKind;

/** Tells the receivers on whose behalf a request is made. */
final class Acting implements EffectPerformer {
    private final EffectPerformer performer;
    private final Fibers fibers;

    Acting(EffectPerformer performer, Fibers fibers) {
        this.performer = performer;
        this.fibers = fibers;
    }

    @Override
    public EffectKind kind() {
        return performer.kind();
    }

    @Override
    public Observation observe(Order order) {
        return performer.observe(order);
    }

    @Override
    public Application apply(Order order) {
        Fiber fiber = fibers.current();
        if (fiber == null) {
            throw new IllegalStateException("expected a fiber that applies, found none");
        }
        fiber.caller = new Caller(order.key().toString(), order.task().epoch());
        try {
            return performer.apply(order);
        } finally {
            fiber.caller = null;
        }
    }

    @Override
    public Observation settle(Order order) {
        return performer.settle(order);
    }
}
