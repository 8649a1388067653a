package dev.baton.effects;

import dev.baton.effects.Effects.LandingGuard;
import dev.baton.engine.EffectPerformer;
import dev.baton.forge.Forge;
import dev.baton.model.Effect;
import dev.baton.model.EffectKind;
import dev.baton.workspace.House;

import java.util.List;
import java.util.function.Function;

/**
 * The merge candidate onto the base. Decided at the marker, never from looking at the base. Every
 * merge goes through here, so here is the last look at what it would write to: the data folder may
 * have come to lie in the repository after the candidate was built.
 */
final class MergePerformer implements EffectPerformer {
    private final Function<String, Forge> forges;
    private final LandingGuard guard;

    MergePerformer(Function<String, Forge> forges, LandingGuard guard) {
        this.forges = forges;
        this.guard = guard;
    }

    @Override
    public EffectKind kind() {
        return EffectKind.MERGE;
    }

    @Override
    public Observation observe(Order order) {
        return said(order, forge(order).marker(merge(order)));
    }

    @Override
    public Application apply(Order order) {
        Forge.Merge merge = merge(order);
        List<String> forbidden =
                guard.forbidden(order.task().project(), merge.baseSha(), merge.sha());
        if (!forbidden.isEmpty()) {
            return new Refused("it touches " + String.join(", ", forbidden) + ": " + House.WHY);
        }
        return switch (forge(order).land(merge)) {
            case Forge.Landed landed -> done(order);
            case Forge.Outdated outdated -> new Refused(outdated.why());
            case Forge.Postponed postponed -> new Later(postponed.why(), postponed.delay());
        };
    }

    @Override
    public Observation settle(Order order) {
        Observation said = said(
                order,
                forge(order).bury(merge(order), "given up by " + order.task().key()));
        return said instanceof Absent
                ? new Unclear("marker of " + order.key()
                        + ": expected a tombstone or the candidate, found nothing after writing it")
                : said;
    }

    private static Observation said(Order order, Forge.Marker marker) {
        return switch (marker) {
            case Forge.NoMarker none -> new Absent();
            case Forge.LandedMarker landed -> done(order);
            case Forge.Tombstone tombstone -> new Never(tombstone.why());
        };
    }

    private static Forge.Merge merge(Order order) {
        Effect.Merge merge = Orders.merge(order);
        return new Forge.Merge(
                new Forge.MergeKey(order.task().key(), order.key().visit(), merge.sha()),
                merge.base(),
                merge.baseSha(),
                merge.sha());
    }

    private static Happened done(Order order) {
        Effect.Merge merge = Orders.merge(order);
        return Happened.with(merge.sha() + " onto " + merge.base());
    }

    private Forge forge(Order order) {
        return forges.apply(order.task().project());
    }
}
