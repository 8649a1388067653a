package dev.baton.setup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was planned and what came of it.
 *
 * @param plan null = nothing was asked for
 * @param kills in order
 */
record ChaosOutcome(@Nullable ChaosPlan plan, List<Kill> kills) {
    static final ChaosOutcome NONE = new ChaosOutcome(null, List.of());

    ChaosOutcome {
        kills = List.copyOf(kills);
    }

    @Nullable
    Long seed() {
        return plan == null ? null : (Long) plan.seed();
    }

    /** Every point, those that no kill hit too; empty if nothing was asked for. */
    Map<String, Integer> points() {
        if (plan == null) {
            return Map.of();
        }
        Map<String, Integer> points = new LinkedHashMap<>();
        for (KillPoint point : KillPoint.values()) {
            points.put(point.word(), at(point));
        }
        return points;
    }

    /** How many were set off by the clock, and how many by a line of the history. */
    Map<String, Integer> triggers() {
        if (plan == null) {
            return Map.of();
        }
        int clock = (int) kills.stream().filter(k -> k.trigger().byClock()).count();
        Map<String, Integer> triggers = new LinkedHashMap<>();
        triggers.put("clock", clock);
        triggers.put("journal", kills.size() - clock);
        return triggers;
    }

    /** Runs that went on without a server and whose result a later server took. */
    int adopted(DemoHistory history) {
        Set<String> lived = new HashSet<>();
        kills.forEach(kill -> lived.addAll(kill.lived()));
        return (int) lived.stream().filter(history::ended).count();
    }

    /** What is not as it was asked for. */
    List<String> doubts() {
        if (plan == null) {
            return List.of();
        }
        List<String> doubts = new ArrayList<>();
        int asked = plan.shots().size();
        if (kills.size() != asked) {
            doubts.add("kills: expected " + asked + ", found " + kills.size());
        }
        int worst = at(KillPoint.INTENT_UNCONFIRMED) + at(KillPoint.RECOVERY);
        if (worst < plan.worstMin()) {
            doubts.add("kills: expected at least " + plan.worstMin()
                    + " on an unconfirmed intent or in recovery, found " + worst);
        }
        return doubts;
    }

    /** For people: what was asked for and what came of it. */
    String line(DemoHistory history, int repeated) {
        String hit = Arrays.stream(KillPoint.values())
                .filter(point -> at(point) > 0)
                .map(point -> point.word() + " " + at(point))
                .collect(Collectors.joining(", "));
        return "killed %d times (%s; seed %d) · adopted runs: %d · repeated effects: %d"
                .formatted(kills.size(), hit, seed(), adopted(history), repeated);
    }

    private int at(KillPoint point) {
        return (int) kills.stream().filter(kill -> kill.point() == point).count();
    }
}
