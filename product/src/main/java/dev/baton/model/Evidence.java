package dev.baton.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a collector found. Facts only; verdicts are judged from them, never from claims. */
public sealed interface Evidence {

    /**
     * What a main run left on the task's branch.
     *
     * @param visitStart head when the visit began
     * @param head head now
     * @param changedFiles paths that differ between visitStart and head, at most 500
     * @param uncommitted what was left uncommitted where the agent had to commit, at most 100 paths
     * @param remarks what was odd about the clone, in sentences for people
     */
    record Work(
            Sha visitStart,
            Sha head,
            List<String> changedFiles,
            List<String> uncommitted,
            List<String> remarks)
            implements Evidence {
        public Work {
            changedFiles = List.copyOf(changedFiles);
            uncommitted = List.copyOf(uncommitted);
            remarks = List.copyOf(remarks);
        }

        /** Nothing odd. */
        public Work(Sha visitStart, Sha head, List<String> changedFiles, List<String> uncommitted) {
            this(visitStart, head, changedFiles, uncommitted, List.of());
        }
    }

    /**
     * A file a run wrote for Baton, as text.
     *
     * @param text null if the file is missing, is no ordinary file, is too large or is not UTF-8
     * @param problem why text is null
     */
    record OutFile(
            String path, @Nullable String text, @Nullable String problem) implements Evidence {}

    /**
     * How a command ended at a commit.
     *
     * @param exitCode null unless EXITED
     * @param logTail the last lines of its output, redacted
     */
    record CommandEnd(RunState state, @Nullable Integer exitCode, String reason, String logTail)
            implements Evidence {}
}
