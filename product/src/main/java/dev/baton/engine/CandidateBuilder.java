package dev.baton.engine;

import dev.baton.model.Evidence;
import dev.baton.model.Gate;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Pipeline;
import dev.baton.model.Sha;
import dev.baton.model.Task;

import org.jspecify.annotations.Nullable;

/**
 * Builds the merge commit of a task's head with the base as it is now, in the private mirror, and
 * holds it there by a ref. Nothing outside the mirror is touched; the same n again gives the stored
 * one.
 *
 * <p>It also finds what the candidate changes of what the pipeline protects, and looks at the files
 * of commits.
 */
public interface CandidateBuilder {
    Built build(Task task, int n, Pipeline pipeline);

    /**
     * Looks at the files of a commit as the gate asks. It also answers when that failed.
     *
     * @param candidate what the commit was built as; null for a head
     */
    Evidence.Hygiene inspect(
            Task task, Gate.Hygiene gate, Sha subject, @Nullable MergeCandidate candidate);

    /** What was built. */
    sealed interface Built {}

    /** A commit, or the files that do not merge. */
    record Candidate(MergeCandidate candidate) implements Built {}

    /** The base already contains the head: somebody else landed it. */
    record AlreadyLanded(Sha baseSha) implements Built {}
}
