package dev.baton.effects;

import dev.baton.engine.EffectPerformer;
import dev.baton.forge.Forge;
import dev.baton.model.Effect;
import dev.baton.model.EffectKind;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Sha;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The task's branch at the forge. */
final class PushPerformer implements EffectPerformer {
    private final Function<String, Forge> forges;

    PushPerformer(Function<String, Forge> forges) {
        this.forges = forges;
    }

    @Override
    public EffectKind kind() {
        return EffectKind.PUSH;
    }

    @Override
    public Observation observe(Order order) {
        Effect.Push push = Orders.push(order);
        Optional<Sha> tip = forge(order).tip(push.branch());
        return tip.equals(Optional.of(push.sha())) ? done(push) : new Absent();
    }

    /**
     * The lease is what this task pushed last; a branch that is gone is nobody's, so it may be made
     * anew.
     */
    @Override
    public Application apply(Order order) {
        Effect.Push push = Orders.push(order);
        Forge forge = forge(order);
        return switch (forge.push(push.branch(), push.sha(), push.lastPushed())) {
            case Forge.Moved moved -> done(push);
            case Forge.Postponed postponed -> new Later(postponed.why(), postponed.delay());
            case Forge.Elsewhere elsewhere ->
                elsewhere.found() == null
                        ? makeAnew(forge, order, push)
                        : foreign(order, push, elsewhere.found());
        };
    }

    private static Application makeAnew(Forge forge, Order order, Effect.Push push) {
        return switch (forge.push(push.branch(), push.sha(), null)) {
            case Forge.Moved moved -> done(push);
            case Forge.Postponed postponed -> new Later(postponed.why(), postponed.delay());
            case Forge.Elsewhere elsewhere -> foreign(order, push, elsewhere.found());
        };
    }

    private static Application foreign(Order order, Effect.Push push, @Nullable Sha found) {
        throw new PermanentFailure(
                FailureCode.FORGE,
                "branch " + push.branch() + " of " + order.task().key() + ": expected "
                        + (push.lastPushed() == null ? "no such branch" : push.lastPushed())
                        + " to push " + push.sha() + " over, found " + found
                        + ". Next: delete or rename that branch, then baton task retry "
                        + order.task().key());
    }

    /**
     * Idempotent, so nothing to poison: a push still in flight leaves a branch, which is swept up.
     */
    @Override
    public Observation settle(Order order) {
        Observation seen = observe(order);
        return seen instanceof Absent
                ? new Never("the branch is not at " + Orders.push(order).sha()
                        + "; a late push would leave a branch and nothing else")
                : seen;
    }

    private static Happened done(Effect.Push push) {
        return Happened.with(push.branch() + " at " + push.sha());
    }

    private Forge forge(Order order) {
        return forges.apply(order.task().project());
    }
}
