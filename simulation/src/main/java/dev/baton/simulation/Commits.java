package dev.baton.simulation;

import dev.baton.model.Sha;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All commits there are, with their parents. */
final class Commits {
    private final Map<Sha, List<Sha>> parents = new LinkedHashMap<>();

    Sha make(Sha... of) {
        Sha sha = new Sha("%040x".formatted(parents.size() + 1));
        parents.put(sha, List.of(of));
        return sha;
    }

    List<Sha> parents(Sha sha) {
        return parents.getOrDefault(sha, List.of());
    }

    /** Whether the one commit is the other, or an ancestor of it. */
    boolean contains(Sha tip, Sha wanted) {
        Deque<Sha> open = new ArrayDeque<>(List.of(tip));
        Set<Sha> seen = new HashSet<>();
        while (!open.isEmpty()) {
            Sha next = open.pop();
            if (next.equals(wanted)) {
                return true;
            }
            if (seen.add(next)) {
                open.addAll(parents(next));
            }
        }
        return false;
    }
}
