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
     * The file that a stage has to leave in its commit.
     *
     * @param bytes its size; null if there is no ordinary file of that path
     * @param problem why bytes is null
     */
    record Artifact(
            String path, @Nullable Long bytes, @Nullable String problem) implements Evidence {}

    /** What an environment's status command said of a deploy whose end nobody saw. */
    record DeployStatus(DeployAnswer answer, String said) implements Evidence {}

    /**
     * What the ledger says of a deployment that is over.
     *
     * @param rollback what became of bringing back what was there before; null = nothing to say
     */
    record DeployEnd(
            String id,
            DeploymentState state,
            String found,
            @Nullable String rollback) implements Evidence {
        /** What evidence of it is called. */
        public static final String NAME = "deployment";
    }

    /**
     * How a command ended at a commit.
     *
     * @param exitCode null unless EXITED
     * @param logTail the last lines of its output, redacted
     */
    record CommandEnd(RunState state, @Nullable Integer exitCode, String reason, String logTail)
            implements Evidence {}
}
