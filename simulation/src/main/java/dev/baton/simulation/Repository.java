package dev.baton.simulation;

import dev.baton.forge.Forge.MergeKey;
import dev.baton.model.Sha;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a forge holds of one project. Outlives every server. */
final class Repository {
    static final String BASE = "main";

    final Map<String, Sha> branches = new LinkedHashMap<>();
    final Map<MergeKey, Sha> landed = new LinkedHashMap<>();
    final Map<MergeKey, String> tombstones = new LinkedHashMap<>();
    final Set<MergeKey> attempts = new LinkedHashSet<>();
    final List<Request> requests = new ArrayList<>();
    final Map<String, String> withdrawn = new LinkedHashMap<>();

    /** Each value the base had, in order: what the world saw land. */
    final List<Sha> baseWas = new ArrayList<>();

    /** The base is checked out somewhere and dirty: pushes to it are refused. */
    boolean dirty;

    private final Commits commits;

    Repository(Commits commits) {
        this.commits = commits;
        base(commits.make());
    }

    /** A change request. */
    static final class Request {
        final String key;
        final String branch;
        boolean open = true;

        Request(String key, String branch) {
            this.key = key;
            this.branch = branch;
        }
    }

    Sha base() {
        Sha sha = branches.get(BASE);
        if (sha == null) {
            throw new IllegalStateException("expected a base, found none");
        }
        return sha;
    }

    void base(Sha to) {
        branches.put(BASE, to);
        baseWas.add(to);
    }

    Commits commits() {
        return commits;
    }

    /** Somebody who is not Baton pushes a commit. */
    void personPushes() {
        base(commits.make(base()));
    }

    /** Somebody puts the base back to where it was before its last move. */
    void personRollsBack() {
        List<Sha> before = commits.parents(base());
        if (!before.isEmpty()) {
            base(before.getFirst());
        }
    }
}
