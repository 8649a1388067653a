package dev.baton.workspace;

import dev.baton.model.Evidence;
import dev.baton.model.HygieneCheck;
import dev.baton.model.HygieneRules;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a look has found so far, without what the rules let pass. For one thread. */
final class HygieneFindings {
    private static final int UNKNOWN_MAX = 10;

    private final HygieneRules rules;
    private final Map<HygieneCheck, List<PathPattern>> except = new EnumMap<>(HygieneCheck.class);
    private final List<String> unknown = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private long count;
    private long unknownCount;

    HygieneFindings(HygieneRules rules) {
        this.rules = rules;
        rules.except()
                .forEach((check, paths) -> except.put(
                        check, paths.keySet().stream().map(PathPattern::of).toList()));
    }

    /**
     * @param blob what was looked into; "" where it is not about a content
     */
    private record Finding(String text, String blob) {}

    /** Whether the check is made at all. */
    boolean asks(HygieneCheck check) {
        return rules.asks(check);
    }

    /** Whether the check is made of that path. */
    boolean asks(HygieneCheck check, String path) {
        return rules.asks(check)
                && except.getOrDefault(check, List.of()).stream()
                        .noneMatch(pattern -> pattern.covers(PathPattern.steps(path)));
    }

    long largest() {
        return rules.largest();
    }

    void add(HygieneCheck check, String path, String text) {
        add(check, path, text, "");
    }

    void add(HygieneCheck check, String path, String text, String blob) {
        if (!asks(check, path)) {
            return;
        }
        count++;
        if (findings.size() < Evidence.Hygiene.NAMED_MAX) {
            findings.add(new Finding(path.isEmpty() ? text : path + ": " + text, blob));
        }
    }

    void unknown(String text) {
        unknownCount++;
        if (unknown.size() < UNKNOWN_MAX) {
            unknown.add(text);
        }
    }

    /** Contents that something was found in. */
    List<String> blobs() {
        return findings.stream()
                .map(Finding::blob)
                .filter(blob -> !blob.isEmpty())
                .distinct()
                .toList();
    }

    /** What was only moved is not the change's doing. */
    void moved(Set<String> blobs) {
        int before = findings.size();
        findings.removeIf(finding -> blobs.contains(finding.blob()));
        count -= before - findings.size();
    }

    Evidence.Hygiene evidence() {
        List<String> said = new ArrayList<>(unknown);
        if (unknownCount > said.size()) {
            said.add("and " + (unknownCount - said.size()) + " more");
        }
        return new Evidence.Hygiene(
                count, findings.stream().map(Finding::text).toList(), said, null);
    }
}
