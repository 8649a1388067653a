package dev.baton.effects;

import dev.baton.engine.CandidateBuilder;
import dev.baton.model.Task;
import dev.baton.workspace.Candidates;
import dev.baton.workspace.House;
import dev.baton.workspace.Mirrors;

/** The engine's way to merge candidates in the private mirror. */
final class MirrorCandidates implements CandidateBuilder {
    private final Candidates candidates;

    MirrorCandidates(Mirrors mirrors, House house) {
        this.candidates = new Candidates(mirrors, house);
    }

    @Override
    public Built build(Task task, int n) {
        return switch (candidates.build(task, n)) {
            case Candidates.Candidate(var candidate) -> new Candidate(candidate);
            case Candidates.AlreadyLanded(var baseSha) -> new AlreadyLanded(baseSha);
        };
    }
}
