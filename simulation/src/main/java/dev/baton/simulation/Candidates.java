package dev.baton.simulation;

import dev.baton.engine.CandidateBuilder;
import dev.baton.model.Evidence;
import dev.baton.model.Gate;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Pipeline;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds merge commits in a mirror that outlives the servers. The same again gives the same. */
final class Candidates implements CandidateBuilder {
    private final Map<String, MergeCandidate> built = new LinkedHashMap<>();
    private final World world;

    Candidates(World world) {
        this.world = world;
    }

    @Override
    public Built build(Task task, int n, Pipeline pipeline) {
        return world.network()
                .change("candidates.build", () -> made(task, n), World::transientFailure);
    }

    /** No agent of this world leaves anything that must not land. */
    @Override
    public Evidence.Hygiene inspect(
            Task task, Gate.Hygiene gate, Sha subject, @Nullable MergeCandidate candidate) {
        return Evidence.Hygiene.CLEAN;
    }

    private Built made(Task task, int n) {
        String key = task.key() + "/" + task.visit() + "/" + n;
        MergeCandidate there = built.get(key);
        if (there != null) {
            return new Candidate(there);
        }
        Repository repository = world.repository(task.project());
        Sha base = repository.base();
        Sha head = world.clones().head(task.key());
        if (repository.commits().contains(base, head)) {
            return new AlreadyLanded(base);
        }
        MergeCandidate made = world.takeConflict()
                ? new MergeCandidate(
                        task.id(), task.visit(), n, base, head, null, List.of("Greet.java"))
                : new MergeCandidate(
                        task.id(),
                        task.visit(),
                        n,
                        base,
                        head,
                        repository.commits().make(base, head),
                        List.of(),
                        null,
                        Evidence.ProtectedChanges.NONE);
        built.put(key, made);
        return new Candidate(made);
    }

    /** In which visit the commit was built as a candidate, if it was by that task. */
    Optional<Long> visitOf(long task, Sha sha) {
        return built.values().stream()
                .filter(c -> c.task().value() == task && sha.equals(c.sha()))
                .map(MergeCandidate::visit)
                .findFirst();
    }
}
