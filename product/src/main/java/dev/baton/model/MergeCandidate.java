package dev.baton.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The merge commit Baton would land: built once, stored, tested, never recomputed.
 *
 * @param n counts the candidates of one visit from 1
 * @param sha null when base and head do not merge
 * @param conflicts the files that do not merge; empty when there is a sha
 * @param refused why those files may not change at all; null = they only do not merge
 * @param changes what it changes of what is protected; null = nobody looked
 */
public record MergeCandidate(
        TaskId task,
        long visit,
        int n,
        Sha baseSha,
        Sha headSha,
        @Nullable Sha sha,
        List<String> conflicts,
        @Nullable String refused,
        Evidence.@Nullable ProtectedChanges changes) {
    public MergeCandidate {
        conflicts = List.copyOf(conflicts);
        if ((sha == null) == conflicts.isEmpty()) {
            throw new IllegalArgumentException("merge candidate " + task + "/" + visit + "/" + n
                    + ": expected either a commit or conflicts, found " + sha + " and "
                    + conflicts);
        }
        if (sha != null && refused != null) {
            throw new IllegalArgumentException("merge candidate " + task + "/" + visit + "/" + n
                    + ": expected a commit or a refusal, found " + sha + " and " + refused);
        }
    }

    /** A commit that nobody looked at, or files that do not merge. */
    public MergeCandidate(
            TaskId task,
            long visit,
            int n,
            Sha baseSha,
            Sha headSha,
            @Nullable Sha sha,
            List<String> conflicts) {
        this(task, visit, n, baseSha, headSha, sha, conflicts, null, null);
    }

    /** Why there is no commit, in one line. */
    public String obstacle() {
        String files = String.join(", ", conflicts);
        return refused == null ? "conflict in " + files : "may not change " + files;
    }

    public MergeCandidate with(Evidence.ProtectedChanges found) {
        return new MergeCandidate(task, visit, n, baseSha, headSha, sha, conflicts, refused, found);
    }
}
