package dev.baton.engine;

import dev.baton.model.Decision;
import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.MergeCandidate;
import dev.baton.model.QueuePlace;
import dev.baton.model.Sha;

import java.util.Optional;

/** The merge lease and the candidate: being head of the queue, then one commit, built once. */
final class LandingRule {
    private LandingRule() {}

    /** Empty when the task is the head of its queue and its newest candidate can still land. */
    static Optional<Decision> candidate(StageView view) {
        QueuePlace place = view.snapshot().place();
        if (place == null || place.visit() != view.task().visit()) {
            return Optional.of(new Decision.JoinMergeQueue());
        }
        if (!place.head()) {
            return Optional.of(Decision.Await.of("the merge queue of " + place.base()));
        }
        Optional<MergeCandidate> newest = view.candidate();
        if (newest.isEmpty()) {
            return Optional.of(new Decision.BuildCandidate(1));
        }
        MergeCandidate candidate = newest.get();
        if (candidate.sha() == null) {
            return Optional.of(RedRule.red(
                    view,
                    "conflict with " + view.task().base() + " in "
                            + String.join(", ", candidate.conflicts()),
                    candidate.conflicts().stream()
                            .map(file -> file + ": does not merge with "
                                    + view.task().base())
                            .toList()));
        }
        boolean poisoned = view.entry(merge(view, candidate.sha(), candidate))
                .filter(e -> e.state() == EffectState.POISONED)
                .isPresent();
        return poisoned
                ? Optional.of(new Decision.BuildCandidate(candidate.n() + 1))
                : Optional.empty();
    }

    /** The commit that would land; only after {@link #candidate} was empty. */
    static Sha built(StageView view) {
        return view.candidate()
                .map(MergeCandidate::sha)
                .orElseThrow(() -> new IllegalStateException(
                        view.task().key() + ": expected a merge candidate, found none"));
    }

    static Effect.Merge merge(StageView view) {
        MergeCandidate candidate = view.candidate().orElseThrow();
        return merge(view, built(view), candidate);
    }

    private static Effect.Merge merge(StageView view, Sha sha, MergeCandidate candidate) {
        return new Effect.Merge(candidate.n(), view.task().base(), candidate.baseSha(), sha);
    }
}
