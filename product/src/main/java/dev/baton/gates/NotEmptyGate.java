package dev.baton.gates;

import dev.baton.model.Evidence;
import dev.baton.model.Judgement;

import java.util.List;

/** Whether a visit brought commits that change something. */
final class NotEmptyGate {
    private static final int NAMED_MAX = 20;

    private NotEmptyGate() {}

    static Judgement judge(Evidence.Work work) {
        List<String> left = work.uncommitted();
        if (!left.isEmpty()) {
            return new Judgement.Red(
                    "expected every change committed by the agent (commit: agent), found "
                            + files(left.size()) + " uncommitted",
                    left.stream()
                            .limit(NAMED_MAX)
                            .map(f -> f + ": not committed")
                            .toList());
        }
        if (work.head().equals(work.visitStart())) {
            return red(
                    work, "no new commit: the branch is still at " + work.head().abbreviated());
        }
        if (work.changedFiles().isEmpty()) {
            return red(
                    work,
                    "new commits that change no file: " + work.visitStart().abbreviated() + " and "
                            + work.head().abbreviated() + " have the same files");
        }
        String changed = files(work.changedFiles().size()) + " changed";
        return new Judgement.Green(
                work.remarks().isEmpty()
                        ? changed
                        : changed + "; " + String.join("; ", work.remarks()));
    }

    /** What was odd about the clone is most often the reason. */
    private static Judgement red(Evidence.Work work, String found) {
        return new Judgement.Red(
                "expected commits that change files, found " + found, work.remarks());
    }

    private static String files(int count) {
        return count == 1 ? "1 file" : count + " files";
    }
}
