package dev.baton.engine;

import dev.baton.model.Decision;
import dev.baton.model.Evidence.ProtectedChanges;
import dev.baton.model.EvidenceRow;
import dev.baton.model.Gate;
import dev.baton.model.MergeCandidate;
import dev.baton.model.ProtectedWait;
import dev.baton.model.Sha;
import dev.baton.model.TaskSnapshot;
import dev.baton.model.Verdict;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What guards the project is not changed by an agent alone. The candidate says what it changes of
 * it; a person's word is about exactly that change, so it holds for a later candidate with the same
 * and for no other.
 */
final class ProtectedRule {
    private ProtectedRule() {}

    /** Empty when nothing protected is changed, or a person agreed. */
    static Optional<Decision> next(StageView view, Gate.ProtectedPaths gate, Sha sha) {
        MergeCandidate candidate = view.candidate().orElseThrow();
        ProtectedChanges changes = candidate.changes();
        if (changes == null) {
            // Built by a version that did not look. What may land already is seen through.
            return landing(view)
                    ? Optional.empty()
                    : Optional.of(LandingRule.build(view, candidate.n() + 1));
        }
        if (changes.none()) {
            return Optional.empty();
        }
        List<Verdict> verdicts = view.verdicts(gate, sha);
        if (verdicts.isEmpty()) {
            return Optional.of(new Decision.Judge(gate, sha, null));
        }
        Verdict last = verdicts.getLast();
        return switch (last.outcome()) {
            case GREEN -> Optional.empty();
            case PENDING -> Optional.of(pending(view, gate, sha, changes));
            case RED, ERROR, INVALID -> Optional.of(GateRule.answer(view, gate, last));
        };
    }

    private static boolean landing(StageView view) {
        return view.snapshot().effects().stream().anyMatch(LandingRule::openMerge);
    }

    /** Parked, so that nobody in the merge queue waits for that person as well. */
    private static Decision pending(
            StageView view, Gate.ProtectedPaths gate, Sha sha, ProtectedChanges changes) {
        return ProtectedWait.agreed(changes, view.snapshot().verdicts()).isPresent()
                ? new Decision.Judge(gate, sha, null)
                : Decision.Park.because(
                        Decider.author(view.task()),
                        gate.name() + ": changes " + changes.summary()
                                + ". Look at the change; a person says: baton task approve "
                                + view.task().key());
    }

    /** What the gate is judged from. */
    static List<EvidenceRow> evidence(TaskSnapshot snapshot, Sha subject) {
        return snapshot.candidates().stream()
                .filter(candidate -> subject.equals(candidate.sha()))
                .max(Comparator.comparingInt(MergeCandidate::n))
                .flatMap(candidate -> Optional.ofNullable(candidate.changes()))
                .map(changes -> ProtectedWait.agreed(changes, snapshot.verdicts())
                        .map(changes::agreedBy)
                        .orElse(changes))
                .map(changes -> new EvidenceRow(
                        snapshot.task().id(),
                        Gate.ProtectedPaths.NAME,
                        subject,
                        "",
                        changes,
                        snapshot.task().updatedAt()))
                .stream()
                .toList();
    }
}
