package dev.baton.simulation;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Figures of many schedules. */
final class Report {
    private long schedules;
    private long effects;
    private long deduplicated;
    private long duplicates;
    private long rollbacks;
    private long disturbances;
    private int maxTicksToDrain;
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final Map<Violation.Kind, Long> byKind = new EnumMap<>(Violation.Kind.class);
    private final Map<String, Long> points = new TreeMap<>();

    void add(Outcomes outcomes) {
        schedules++;
        effects += outcomes.effects();
        deduplicated += outcomes.deduplicated();
        duplicates += outcomes.duplicates();
        rollbacks += outcomes.rollbacks();
        disturbances += outcomes.disturbances();
        maxTicksToDrain = Math.max(maxTicksToDrain, outcomes.ticksToDrain());
        outcomes.faults().forEach((fault, n) -> faults.merge(fault, (long) n, Long::sum));
        outcomes.points().forEach((point, n) -> points.merge(point, (long) n, Long::sum));
        outcomes.violations().stream()
                .map(Violation::kind)
                .distinct()
                .forEach(kind -> byKind.merge(kind, 1L, Long::sum));
    }

    void add(Report other) {
        schedules += other.schedules;
        effects += other.effects;
        deduplicated += other.deduplicated;
        duplicates += other.duplicates;
        rollbacks += other.rollbacks;
        disturbances += other.disturbances;
        maxTicksToDrain = Math.max(maxTicksToDrain, other.maxTicksToDrain);
        other.faults.forEach((fault, n) -> faults.merge(fault, n, Long::sum));
        other.points.forEach((point, n) -> points.merge(point, n, Long::sum));
        other.byKind.forEach((kind, n) -> byKind.merge(kind, n, Long::sum));
    }

    long rollbacks() {
        return rollbacks;
    }

    long schedules() {
        return schedules;
    }

    long effects() {
        return effects;
    }

    /** Those that struck at a point of the code, and what befell processes, machine and clock. */
    long faults() {
        return disturbances
                + faults.values().stream().mapToLong(Long::longValue).sum();
    }

    long schedulesWith(Violation.Kind kind) {
        return byKind.getOrDefault(kind, 0L);
    }

    Map<Fault, Long> faultsByKind() {
        return faults;
    }

    Map<String, Long> points() {
        return points;
    }

    /** The keys of the contract, in its order. */
    Map<String, Object> figures(double seconds) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("schedules", schedules);
        figures.put("faults", faults());
        figures.put("effects", effects);
        figures.put("deduplicated", deduplicated);
        figures.put("duplicates", duplicates);
        figures.put("lost", schedulesWith(Violation.Kind.JOB_LOST));
        figures.put("stuck", schedulesWith(Violation.Kind.STUCK));
        Map<String, Long> kinds = new LinkedHashMap<>();
        for (Violation.Kind kind : Violation.Kind.values()) {
            kinds.put(kind.name().toLowerCase(java.util.Locale.ROOT), schedulesWith(kind));
        }
        figures.put("by_kind", kinds);
        figures.put("max_ticks_to_drain", maxTicksToDrain);
        figures.put("seconds", Math.round(seconds * 10) / 10.0);
        return figures;
    }
}
