package dev.baton.effects;

import dev.baton.engine.CandidateBuilder;
import dev.baton.model.Evidence;
import dev.baton.model.Evidence.ProtectedChanges;
import dev.baton.model.Gate;
import dev.baton.model.Gate.ProtectedPaths;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Pipeline;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.model.TransientFailure;
import dev.baton.workspace.Candidates;
import dev.baton.workspace.House;
import dev.baton.workspace.Hygiene;
import dev.baton.workspace.Mirrors;
import dev.baton.workspace.ProtectedDiff;
import dev.baton.workspace.Protection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The engine's way to merge candidates in the private mirror. */
final class MirrorCandidates implements CandidateBuilder {
    private final Candidates candidates;
    private final ProtectedDiff diff;
    private final Function<String, Protection> protections;
    private final Hygiene hygiene;
    private final Function<String, Hygiene.Rules> rules;

    /**
     * @param protections of projects, by name
     * @param rules what the settings of a project, by its name, let pass beside its pipeline
     */
    MirrorCandidates(
            Mirrors mirrors,
            House house,
            Function<String, Protection> protections,
            Hygiene hygiene,
            Function<String, Hygiene.Rules> rules) {
        this.hygiene = hygiene;
        this.rules = rules;
        this.candidates = new Candidates(mirrors, house);
        this.diff = new ProtectedDiff(mirrors);
        this.protections = protections;
    }

    @Override
    public Built build(Task task, int n, Pipeline pipeline) {
        return switch (candidates.build(task, n)) {
            case Candidates.Candidate(var candidate) ->
                new Candidate(examined(task, candidate, pipeline));
            case Candidates.AlreadyLanded(var baseSha) -> new AlreadyLanded(baseSha);
        };
    }

    @Override
    public Evidence.Hygiene inspect(
            Task task, Gate.Hygiene gate, Sha subject, @Nullable MergeCandidate candidate) {
        Hygiene.Rules all = rules.apply(task.project()).and(gate.rules());
        try {
            return hygiene.inspect(task.project(), subject, candidate, all);
        } catch (TransientFailure e) {
            return Evidence.Hygiene.failed(
                    Objects.requireNonNullElse(e.getMessage(), "git did not answer"));
        }
    }

    private MergeCandidate examined(Task task, MergeCandidate candidate, Pipeline pipeline) {
        Sha sha = candidate.sha();
        return sha == null
                ? candidate
                : candidate.with(pipeline.stage(task.stage()).gates().stream()
                        .filter(ProtectedPaths.class::isInstance)
                        .map(gate -> changes(task, candidate, sha, pipeline, (ProtectedPaths) gate))
                        .findFirst()
                        .orElse(ProtectedChanges.NONE));
    }

    private ProtectedChanges changes(
            Task task, MergeCandidate candidate, Sha sha, Pipeline pipeline, ProtectedPaths gate) {
        Protection protection = protections.apply(task.project());
        Sha base = candidate.baseSha();
        ProtectedChanges changes =
                diff.between(task.project(), base, sha, protection.rules(pipeline, gate));
        if (changes.none() && gate.except().isEmpty()) {
            return changes;
        }
        List<String> problems = protection.next().problems(sha);
        // What is broken already is not this change's doing, and may be what it is about to mend.
        return problems.isEmpty() || !protection.next().problems(base).isEmpty()
                ? changes
                : changes.with(problems);
    }
}
