package dev.baton.engine;

import dev.baton.model.Decision;
import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.Gate;
import dev.baton.model.Hold;
import dev.baton.model.JournalEntry;
import dev.baton.model.MergeCandidate;
import dev.baton.model.QueuePlace;
import dev.baton.model.Sha;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The merge lease and the candidate: being head of the queue, then one commit, built once.
 *
 * <p>A place at the head is given up at rest only: the run at work ends first, by its own limit,
 * then an open merge is settled. A hold lets nothing begin, neither a candidate nor a merge; what
 * is under way goes on, so that the task lands at once when the hold ends.
 */
final class LandingRule {
    /** So often over its time at the head, and the task waits for a person. */
    static final int DEMOTIONS_MAX = 3;

    /** So many candidates that others were faster than, and the task waits for a person. */
    static final int CANDIDATES_MAX = 5;

    private LandingRule() {}

    /** Empty when the task is the head of its queue and its newest candidate can still land. */
    static Optional<Decision> candidate(StageView view) {
        QueuePlace place = placeOfThisVisit(view);
        boolean mustGo = place != null
                && place.watched().overdue()
                && atRest(view)
                && !waitsForAnEnvironment(view);
        boolean mayLand = place != null && place.head() && !mustGo;
        Optional<JournalEntry> open = view.snapshot().effects().stream()
                .filter(e -> openMerge(e) && e.key().visit() == view.task().visit())
                .findFirst();
        if (open.isPresent() && !mayLand) {
            // It may have happened: who has no turn must know before it waits for one.
            return Optional.of(new Decision.Settle(open.get()));
        }
        if (place == null) {
            return Optional.of(new Decision.JoinMergeQueue());
        }
        if (!place.head()) {
            return Optional.of(Decision.Await.of("the merge queue of " + place.base()));
        }
        if (view.snapshot().passer() != null && open.isEmpty() && atRest(view)) {
            return Optional.of(new Decision.LetPass(place, view.snapshot().passer()));
        }
        return mustGo ? Optional.of(makeRoom(view, place)) : atTheHead(view);
    }

    /** Whoever came next would wait for the same hold, or the same hour. */
    private static boolean waitsForAnEnvironment(StageView view) {
        return view.stage().gates().stream()
                .filter(Gate.Deploy.class::isInstance)
                .map(Gate.Deploy.class::cast)
                .anyMatch(
                        deploy -> DeployRule.closed(view, deploy.environment()).isPresent());
    }

    private static @Nullable QueuePlace placeOfThisVisit(StageView view) {
        QueuePlace place = view.snapshot().place();
        return place != null && place.visit() == view.task().visit() ? place : null;
    }

    private static boolean atRest(StageView view) {
        return view.snapshot().runs().stream().allMatch(run -> run.state().terminal());
    }

    static boolean openMerge(JournalEntry entry) {
        return entry.effect() instanceof Effect.Merge && entry.state() == EffectState.INTENT;
    }

    private static Decision makeRoom(StageView view, QueuePlace place) {
        return place.watched().demotions() + 1 < DEMOTIONS_MAX
                ? new Decision.StepBack(place)
                : Decision.Park.because(
                        Decider.author(view.task()),
                        "%d times over its time at the head of the merge queue of %s"
                                .formatted(DEMOTIONS_MAX, place.base()));
    }

    static Decision.Await held(Hold hold) {
        return new Decision.Await(
                "the merge queue of %s is held by %s: %s"
                        .formatted(hold.name(), hold.by(), hold.why()),
                null,
                releaser(hold));
    }

    /** The person who can let go; what Baton holds ends without one. */
    static @Nullable String releaser(Hold hold) {
        return hold.by().equals(Hold.BATON) ? null : hold.by();
    }

    static Decision build(StageView view, int n) {
        Hold hold = view.snapshot().hold();
        return hold == null ? new Decision.BuildCandidate(n) : held(hold);
    }

    private static Optional<Decision> atTheHead(StageView view) {
        Optional<MergeCandidate> newest = view.candidate();
        if (newest.isEmpty()) {
            return Optional.of(build(view, 1));
        }
        MergeCandidate candidate = newest.get();
        if (candidate.sha() == null) {
            return Optional.of(noCommit(view, candidate));
        }
        boolean poisoned = view.entry(merge(view, candidate.sha(), candidate))
                .filter(e -> e.state() == EffectState.POISONED)
                .isPresent();
        return poisoned ? Optional.of(another(view, candidate)) : Optional.empty();
    }

    private static Decision noCommit(StageView view, MergeCandidate candidate) {
        String base = view.task().base();
        String refused = candidate.refused();
        String files = String.join(", ", candidate.conflicts());
        return refused == null
                ? RedRule.red(
                        view,
                        "conflict with " + base + " in " + files,
                        candidate.conflicts().stream()
                                .map(file -> file + ": does not merge with " + base)
                                .toList())
                : RedRule.red(
                        view,
                        "the change may not land on " + base + ", because it touches " + files
                                + ": " + refused,
                        candidate.conflicts().stream()
                                .map(file -> file + ": take this out of the change; " + refused)
                                .toList());
    }

    /** A base that moves faster than its tests run is never caught up with. */
    private static Decision another(StageView view, MergeCandidate outrun) {
        QueuePlace place = view.snapshot().place();
        return place != null && place.watched().candidates() >= CANDIDATES_MAX
                ? Decision.Park.because(
                        Decider.author(view.task()),
                        "%s moved under %d candidates in a row, the last one %s"
                                .formatted(
                                        place.base(),
                                        CANDIDATES_MAX,
                                        built(view).abbreviated()))
                : build(view, outrun.n() + 1);
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
