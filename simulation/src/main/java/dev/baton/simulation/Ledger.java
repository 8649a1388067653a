package dev.baton.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was applied, counted where it arrived and not where it was sent. */
final class Ledger {
    private final long seed;
    private final Map<String, Integer> applied = new LinkedHashMap<>();
    private final List<String> history = new ArrayList<>();
    private final List<Violation> violations;
    private Watch watch = (key, subject) -> {};
    private long deduplicated;

    Ledger(long seed, List<Violation> violations) {
        this.seed = seed;
        this.violations = violations;
    }

    /** Looks at each applied effect as it happens. */
    @FunctionalInterface
    interface Watch {
        void applied(String key, String subject);
    }

    void watch(Watch by) {
        watch = by;
    }

    /**
     * An effect of which there may be one for its key.
     *
     * @param by null for what a person does, which is not counted
     * @param subject what the key does not say: the commit
     */
    void once(@Nullable Caller by, String subject) {
        if (by == null) {
            return;
        }
        int times = note(by);
        watch.applied(by.key(), subject);
        if (times > 1) {
            violations.add(new Violation(
                    Violation.Kind.TWICE, by.key() + " was applied " + times + " times"));
        }
    }

    /** An effect whose repetition leaves the same state: a branch made anew is swept up. */
    void again(@Nullable Caller by) {
        if (by == null) {
            return;
        }
        if (applied.containsKey(by.key())) {
            deduplicated++;
        } else {
            note(by);
            watch.applied(by.key(), "");
        }
    }

    /** The resource was asked a second time and did nothing. */
    void refused() {
        deduplicated++;
    }

    boolean happened(String key) {
        return applied.containsKey(key);
    }

    long effects() {
        return applied.values().stream().mapToLong(Integer::longValue).sum();
    }

    long duplicates() {
        return applied.values().stream().mapToLong(times -> times - 1L).sum();
    }

    long deduplicated() {
        return deduplicated;
    }

    /** One line of JSON per applied effect. */
    List<String> history() {
        return history;
    }

    private int note(Caller by) {
        history.add(
                "{\"seed\":%d,\"key\":\"%s\",\"epoch\":%d}".formatted(seed, by.key(), by.epoch()));
        return applied.merge(by.key(), 1, Integer::sum);
    }
}
