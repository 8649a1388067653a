package dev.baton.simulation;

import dev.baton.forge.Forge;
import dev.baton.model.FailureCode;
import dev.baton.model.TransientFailure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything outside the servers, as one schedule sees it. */
final class World {
    private final VirtualTime time = new VirtualTime();
    private final List<Violation> violations = new ArrayList<>();
    private final Fibers fibers = new Fibers();
    private final Network network = new Network(fibers);
    private final Commits commits = new Commits();
    private final Map<String, Repository> repositories = new LinkedHashMap<>();
    private final Map<String, FakeForge> forges = new LinkedHashMap<>();
    private final Clones clones = new Clones();
    private final Candidates candidates = new Candidates(this);
    private final Ledger ledger;
    private final FakeUnits units;
    private final Targets targets = new Targets(this, Course.STANDARD.environments());
    private int conflicts;

    World(long seed, List<String> projects) {
        ledger = new Ledger(seed, violations);
        units = new FakeUnits(network, fibers, ledger, time, violations);
        for (String project : projects) {
            Repository repository = new Repository(commits);
            repositories.put(project, repository);
            forges.put(project, new FakeForge(repository, network, fibers, ledger));
        }
    }

    VirtualTime time() {
        return time;
    }

    List<Violation> violations() {
        return violations;
    }

    void violation(Violation.Kind kind, String text) {
        violations.add(new Violation(kind, text));
    }

    Fibers fibers() {
        return fibers;
    }

    Network network() {
        return network;
    }

    Ledger ledger() {
        return ledger;
    }

    FakeUnits units() {
        return units;
    }

    Targets targets() {
        return targets;
    }

    Clones clones() {
        return clones;
    }

    Candidates candidates() {
        return candidates;
    }

    Commits commits() {
        return commits;
    }

    List<Repository> repositories() {
        return List.copyOf(repositories.values());
    }

    Repository repository(String project) {
        return known(repositories, project);
    }

    Forge forge(String project) {
        return known(forges, project);
    }

    /** The next candidate that is built will not merge. */
    void conflict() {
        conflicts++;
    }

    boolean takeConflict() {
        if (conflicts == 0) {
            return false;
        }
        conflicts--;
        return true;
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // It never returns.
    static <T> T transientFailure(String why) {
        throw new TransientFailure(FailureCode.PROCESS, why);
    }

    private static <T> T known(Map<String, T> by, String project) {
        T found = by.get(project);
        if (found == null) {
            throw new IllegalStateException("no project " + project);
        }
        return found;
    }
}
