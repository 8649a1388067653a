package dev.baton.effects;

import dev.baton.engine.EffectPerformer;
import dev.baton.forge.Forge;
import dev.baton.model.Effect;
import dev.baton.model.EffectKind;

import java.util.Optional;
import java.util.function.Function;

/** A change request: at most one open per head branch and base. */
final class ChangeRequestPerformer implements EffectPerformer {
    private final Function<String, Forge> forges;

    ChangeRequestPerformer(Function<String, Forge> forges) {
        this.forges = forges;
    }

    @Override
    public EffectKind kind() {
        return EffectKind.CHANGE_REQUEST;
    }

    @Override
    public Observation observe(Order order) {
        Effect.ChangeRequest wanted = Orders.changeRequest(order);
        Optional<Forge.ChangeRequest> open = forge(order).find(wanted.branch(), wanted.base());
        return open.isPresent() ? done(open.get()) : new Absent();
    }

    @Override
    public Application apply(Order order) {
        return switch (forge(order).open(proposal(order))) {
            case Forge.Opened opened -> done(opened.request());
            case Forge.Withdrawn withdrawn -> new Refused(withdrawn.why());
        };
    }

    /** The branch first: without it nobody can open one on a forge that knows no keys. */
    @Override
    public Observation settle(Order order) {
        Effect.ChangeRequest wanted = Orders.changeRequest(order);
        Forge forge = forge(order);
        forge.deleteBranch(wanted.branch(), wanted.head());
        Optional<Forge.ChangeRequest> closed = forge.withdraw(proposal(order));
        return closed.isPresent()
                ? Happened.with("change request " + closed.get().number() + ", closed again")
                : new Never("no change request was open, and none can be opened any more");
    }

    private static Forge.Proposal proposal(Order order) {
        Effect.ChangeRequest wanted = Orders.changeRequest(order);
        String key = order.task().key() + "/" + order.key().visit();
        return new Forge.Proposal(
                key,
                order.task().key(),
                wanted.branch(),
                wanted.base(),
                wanted.head(),
                wanted.title());
    }

    private static Happened done(Forge.ChangeRequest request) {
        return Happened.with("change request " + request.number());
    }

    private Forge forge(Order order) {
        return forges.apply(order.task().project());
    }
}
