package dev.baton.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The merge commit Baton would land: built once, stored, tested, never recomputed.
 *
 * @param n counts the candidates of one visit from 1
 * @param sha null when base and head do not merge
 * @param conflicts the files that do not merge; empty when there is a sha
 */
public record MergeCandidate(
        TaskId task,
        long visit,
        int n,
        Sha baseSha,
        Sha headSha,
        @Nullable Sha sha,
        List<String> conflicts) {
    public MergeCandidate {
        conflicts = List.copyOf(conflicts);
        if ((sha == null) == conflicts.isEmpty()) {
            throw new IllegalArgumentException("merge candidate " + task + "/" + visit + "/" + n
                    + ": expected either a commit or conflicts, found " + sha + " and "
                    + conflicts);
        }
    }
}
