package dev.baton.model;

import dev.baton.model.Evidence.ProtectedChanges;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which change of protected paths waits for a person. */
public final class ProtectedWait {
    private ProtectedWait() {}

    /**
     * @param candidates of the task's visit
     * @param verdicts of the task, oldest first
     */
    public static Optional<ProtectedChanges> of(
            List<MergeCandidate> candidates, List<Verdict> verdicts) {
        return candidates.stream()
                .max(Comparator.comparingInt(MergeCandidate::n))
                .filter(candidate -> asked(candidate, verdicts))
                .map(MergeCandidate::changes)
                .filter(changes -> agreed(changes, verdicts).isEmpty());
    }

    /** What the person said who agreed to exactly that, about whatever commit. */
    public static Optional<String> agreed(ProtectedChanges changes, List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(verdict -> verdict.gate().equals(Verdict.PERSON)
                        && verdict.digest().equals(Verdict.ofChanges(changes))
                        && verdict.outcome() == Verdict.Outcome.GREEN)
                .map(Verdict::summary)
                .reduce((older, newer) -> newer);
    }

    private static boolean asked(MergeCandidate candidate, List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(verdict -> verdict.gate().equals(Gate.ProtectedPaths.NAME)
                        && verdict.subject().equals(candidate.sha()))
                .reduce((older, newer) -> newer)
                .filter(verdict -> verdict.outcome() == Verdict.Outcome.PENDING)
                .isPresent();
    }
}
