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
     * What a merge candidate changes of what is protected, against the base it was built on.
     *
     * @param digest of every changed entry with its name, both modes and both contents, in
     *     hexadecimal; "" if there is none
     * @param count how many entries
     * @param names the first of them, each with what happened to it
     * @param problems what nobody can agree to, such as a pipeline that cannot be read
     * @param agreed who agreed to exactly that; null = nobody yet
     */
    record ProtectedChanges(
            String digest,
            long count,
            List<String> names,
            List<String> problems,
            @Nullable String agreed)
            implements Evidence {
        public static final int NAMED_MAX = 50;
        public static final ProtectedChanges NONE =
                new ProtectedChanges("", 0, List.of(), List.of(), null);

        public ProtectedChanges {
            names = List.copyOf(names);
            problems = List.copyOf(problems);
        }

        public boolean none() {
            return count == 0 && problems.isEmpty();
        }

        public ProtectedChanges with(List<String> found) {
            return new ProtectedChanges(digest, count, names, found, agreed);
        }

        public ProtectedChanges agreedBy(String who) {
            return new ProtectedChanges(digest, count, names, problems, who);
        }

        /** {@code 2 protected paths: .baton/pipeline.yaml: changed, Jenkinsfile: added}. */
        public String summary() {
            String named = String.join(", ", names.subList(0, Math.min(3, names.size())));
            return count
                    + (count == 1 ? " protected path: " : " protected paths: ")
                    + named
                    + (count > 3 ? " and " + (count - 3) + " more" : "");
        }
    }

    /**
     * What a look at the files of a commit found, as against the base.
     *
     * @param count how much must not land
     * @param findings the first of it, each with its path and the way out
     * @param unknown what could not be found out, and why
     * @param failed why nothing could be looked at; null = it could
     */
    record Hygiene(
            long count,
            List<String> findings,
            List<String> unknown,
            @Nullable String failed) implements Evidence {
        public static final int NAMED_MAX = 50;
        public static final Hygiene CLEAN = new Hygiene(0, List.of(), List.of(), null);

        public Hygiene {
            findings = List.copyOf(findings);
            unknown = List.copyOf(unknown);
        }

        public static Hygiene failed(String why) {
            return new Hygiene(0, List.of(), List.of(), why);
        }
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
