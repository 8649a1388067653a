package dev.baton.simulation;

import dev.baton.model.Sha;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What agents and commands leave behind: commits in a task's clone, words, test results. */
final class Clones {
    private final Map<String, Sha> heads = new LinkedHashMap<>();
    private final Map<String, Sha> starts = new LinkedHashMap<>();
    private final Map<String, String> words = new LinkedHashMap<>();
    private final Set<Sha> tested = new LinkedHashSet<>();
    private final Set<Sha> approved = new LinkedHashSet<>();
    private final Set<String> charged = new LinkedHashSet<>();

    /** How a process ends by itself. */
    enum Outcome {
        GOOD,
        EXIT_1,
        NO_COMMIT,
        CHANGES_REQUESTED,
        TORN_VERDICT;

        private static final List<Outcome> ALL = List.of(values());

        /** Of a hundred, eighty end well. */
        static Outcome drawn(int number) {
            int percent = number % 100;
            return percent < 80 ? GOOD : ALL.get(1 + percent % (ALL.size() - 1));
        }
    }

    /** A clone begins at the base as it is when it is first needed. */
    void prepare(String task, Sha base) {
        starts.putIfAbsent(task, base);
        heads.putIfAbsent(task, base);
    }

    Sha head(String task) {
        return must(heads.get(task), "head of " + task);
    }

    Sha start(String task) {
        return must(starts.get(task), "start of " + task);
    }

    @Nullable
    String word(String unit) {
        return words.get(unit);
    }

    /** The commits at which the merge test went well, by the word of the process that ran it. */
    Set<Sha> tested() {
        return tested;
    }

    /** The heads that a reviewer approved of. */
    Set<Sha> approved() {
        return approved;
    }

    /** Units whose end is the agent's own fault. */
    Set<String> charged() {
        return charged;
    }

    /** The work of a process that ends now; answers its exit code. */
    int work(UnitProcess process, Outcome outcome, Commits commits) {
        Map<String, String> environment = process.environment;
        if (outcome == Outcome.EXIT_1) {
            charged.add(process.unit());
            return 1;
        }
        if (!process.agent()) {
            if ("merge-test".equals(environment.get("BATON_GATE"))) {
                tested.add(new Sha(environment.getOrDefault("BATON_SHA", "")));
            }
            return 0;
        }
        if (pushes(process)) {
            if (outcome == Outcome.NO_COMMIT) {
                charged.add(process.unit());
            } else {
                heads.put(process.task(), commits.make(head(process.task())));
            }
        }
        if (environment.containsKey("BATON_APPROVES")) {
            words.put(process.unit(), verdict(process, outcome));
        }
        return 0;
    }

    private String verdict(UnitProcess process, Outcome outcome) {
        String approves = process.environment.getOrDefault("BATON_APPROVES", "approved");
        String word = outcome == Outcome.CHANGES_REQUESTED ? "changes-requested" : approves;
        if (outcome == Outcome.TORN_VERDICT) {
            charged.add(process.unit());
            return "---\nverdict: " + word;
        }
        if (outcome == Outcome.CHANGES_REQUESTED && pushes(process)) {
            // Red there means once more in the same visit, where an agent has so many attempts.
            charged.add(process.unit());
        }
        String head = pushes(process)
                ? head(process.task()).value()
                : process.environment.getOrDefault("BATON_HEAD", "");
        if (word.equals("approved") && !head.isEmpty()) {
            approved.add(new Sha(head));
        }
        return "---\nverdict: %s\nsubject: %s\n---\n".formatted(word, head);
    }

    private static boolean pushes(UnitProcess process) {
        return process.environment.containsKey("BATON_PUSHES");
    }

    private static <T> T must(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("no " + what);
        }
        return value;
    }
}
