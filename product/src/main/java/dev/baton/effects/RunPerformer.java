package dev.baton.effects;

import dev.baton.engine.EffectPerformer;
import dev.baton.model.Effect;
import dev.baton.model.EffectKind;
import dev.baton.model.FailureCode;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.TransientFailure;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunUnit;

import java.util.Optional;

/**
 * Starts a run: at most once, because the supervisor's first act is to create the claim and the
 * settlement creates the same file as a tombstone.
 */
final class RunPerformer implements EffectPerformer {
    private final EffectKind kind;
    private final RunUnit units;
    private final LaunchSpecs specs;

    /**
     * @param kind of the effects it is for: what starts is the same to it
     */
    RunPerformer(EffectKind kind, RunUnit units, LaunchSpecs specs) {
        this.kind = kind;
        this.units = units;
        this.specs = specs;
    }

    /** Prepares everything a unit needs; repeatable. */
    @FunctionalInterface
    interface LaunchSpecs {
        LaunchSpec of(Order order, Effect.Starts start);
    }

    @Override
    public EffectKind kind() {
        return kind;
    }

    @Override
    public Observation observe(Order order) {
        String unit = start(order).unit();
        return switch (units.observe(unit)) {
            case RunUnit.Nothing _ -> new Absent();
            case RunUnit.Poisoned _ -> new Never(unit + " never claimed");
            case RunUnit.Alive(ProcessIdentity identity, boolean _) -> started(unit, identity);
            case RunUnit.Exited _, RunUnit.Gone _, RunUnit.Rebooted _ -> claimed(unit);
            case RunUnit.Unclear(String why) -> new Unclear(why);
        };
    }

    @Override
    public Application apply(Order order) {
        Effect.Starts start = start(order);
        return switch (units.launch(specs.of(order, start))) {
            case RunUnit.Launched(ProcessIdentity identity) -> started(start.unit(), identity);
            case RunUnit.Refused(String why) -> new Refused(why);
            case RunUnit.Unclear(String why) -> new Unclear(why);
        };
    }

    @Override
    public Observation settle(Order order) {
        String unit = start(order).unit();
        return switch (units.poison(unit)) {
            case RunUnit.Poisoned _ -> new Never("never started: the claim is a tombstone");
            case RunUnit.Claimed _ -> claimed(unit);
            case RunUnit.Unclear(String why) -> new Unclear(why);
        };
    }

    /** It has claimed; who it is stands in its folder a moment later. */
    private Observation claimed(String unit) {
        Optional<ProcessIdentity> identity = units.identity(unit);
        return identity.<Observation>map(known -> started(unit, known))
                .orElseGet(() -> new Unclear(unit + " claimed but has not said who it is"));
    }

    private static Happened started(String unit, ProcessIdentity identity) {
        return new Happened("run " + unit, identity);
    }

    private static Effect.Starts start(Order order) {
        if (order.effect() instanceof Effect.Starts start) {
            return start;
        }
        throw new TransientFailure(
                FailureCode.PROCESS, order.key() + ": expected the start of a run");
    }
}
