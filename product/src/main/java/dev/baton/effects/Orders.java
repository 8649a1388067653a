package dev.baton.effects;

import dev.baton.engine.EffectPerformer.Order;
import dev.baton.model.Effect;

/** The effect of an order as the kind its performer is for. */
final class Orders {
    private Orders() {}

    static Effect.Push push(Order order) {
        return as(Effect.Push.class, order);
    }

    static Effect.ChangeRequest changeRequest(Order order) {
        return as(Effect.ChangeRequest.class, order);
    }

    static Effect.Merge merge(Order order) {
        return as(Effect.Merge.class, order);
    }

    private static <T extends Effect> T as(Class<T> kind, Order order) {
        if (!kind.isInstance(order.effect())) {
            throw new IllegalStateException("effect " + order.key() + ": expected "
                    + kind.getSimpleName() + ", found " + order.effect());
        }
        return kind.cast(order.effect());
    }
}
