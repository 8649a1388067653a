package dev.baton.engine;

import dev.baton.model.EffectKind;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Everything the driver can do outside the database. */
public record Hands(
        Map<EffectKind, EffectPerformer> performers,
        Collector collector,
        CandidateBuilder candidates,
        Launcher launcher,
        GateEvaluator gates,
        AgentLimits limits,
        DeployLimits deploys) {

    public Hands {
        performers = Map.copyOf(performers);
        for (EffectKind kind : EffectKind.values()) {
            if (!performers.containsKey(kind)) {
                throw new IllegalArgumentException(
                        "expected a performer for every kind of effect, found none for " + kind);
            }
        }
    }

    public static Map<EffectKind, EffectPerformer> byKind(List<EffectPerformer> performers) {
        Map<EffectKind, EffectPerformer> byKind = new EnumMap<>(EffectKind.class);
        for (EffectPerformer performer : performers) {
            if (byKind.put(performer.kind(), performer) != null) {
                throw new IllegalArgumentException("two performers for " + performer.kind());
            }
        }
        return byKind;
    }

    EffectPerformer performer(EffectKind kind) {
        EffectPerformer performer = performers.get(kind);
        if (performer == null) {
            throw new IllegalStateException("no performer for " + kind);
        }
        return performer;
    }
}
