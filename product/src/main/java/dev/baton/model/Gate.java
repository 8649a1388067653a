package dev.baton.model;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A question that must be green to leave a stage. Variants carry their settings; a new gate is a
 * variant here, its keys in the pipeline parser and one class in the gates package.
 */
public sealed interface Gate {
    /** As written in the pipeline; unique in its stage. Also the name of its job, if it has one. */
    String name();

    GateSubject subject();

    /**
     * Every setting that could change the answer, in one stable line; its digest binds verdicts.
     */
    String settings();

    /** Whether it judges what the stage's own run wrote (then its verdict binds to that run). */
    default boolean judgesRun() {
        return false;
    }

    /** A gate that runs a command and judges its end. */
    sealed interface CommandGate extends Gate {
        String command();

        Duration timeout();

        /** How often a red is tried again before it counts, 0 or more. */
        int retries();

        @Override
        default String settings() {
            return "command=" + command() + "\ntimeout=" + timeout() + "\nretries=" + retries();
        }
    }

    /** The visit brought new commits that change something. */
    record NotEmpty() implements Gate {
        @Override
        public String name() {
            return "not-empty";
        }

        @Override
        public GateSubject subject() {
            return GateSubject.HEAD;
        }

        @Override
        public String settings() {
            return "";
        }

        @Override
        public boolean judgesRun() {
            return true;
        }
    }

    /** The project's test command at the head. */
    record Tests(String command, Duration timeout, int retries) implements CommandGate {
        @Override
        public String name() {
            return "tests";
        }

        @Override
        public GateSubject subject() {
            return GateSubject.HEAD;
        }
    }

    /** The machine-readable word of the stage's agent about exactly this head. */
    record VerdictFile(String file, List<String> approve) implements Gate {
        public VerdictFile {
            approve = List.copyOf(approve);
        }

        @Override
        public String name() {
            return "verdict";
        }

        @Override
        public GateSubject subject() {
            return GateSubject.HEAD;
        }

        @Override
        public String settings() {
            return "file=" + file + "\napprove=" + String.join(",", approve);
        }

        @Override
        public boolean judgesRun() {
            return true;
        }
    }

    /**
     * A file that the stage's commit must contain.
     *
     * @param path may hold {@code {task}}, see {@link #pathOf}
     */
    record Artifact(String path) implements Gate {
        /** Stands for the task's key in lower case. */
        public static final String TASK = "{task}";

        @Override
        public String name() {
            return "artifact";
        }

        @Override
        public GateSubject subject() {
            return GateSubject.HEAD;
        }

        @Override
        public String settings() {
            return "path=" + path;
        }

        @Override
        public boolean judgesRun() {
            return true;
        }

        /** Where the file of a task is, from the root of the repository. */
        public String pathOf(Task task) {
            return path.replace(TASK, task.key().toLowerCase(Locale.ROOT));
        }
    }

    /** The word of a person about this head in this visit; no run and no evidence answers it. */
    record Approval() implements Gate {
        @Override
        public String name() {
            return "approval";
        }

        @Override
        public GateSubject subject() {
            return GateSubject.HEAD;
        }

        @Override
        public String settings() {
            return "";
        }
    }

    /**
     * Nothing that guards the project itself is changed unless a person agrees to exactly that
     * change. What is always protected is known where the candidate is built.
     *
     * @param paths more that is protected, as patterns from the root of the repository
     * @param except what is not, in spite of them, each with its reason
     * @param asks whether a person may agree; else every change is red
     */
    record ProtectedPaths(List<String> paths, Map<String, String> except, boolean asks)
            implements Gate {
        public static final String NAME = "protected-paths";

        /** Where a pipeline does not name it. */
        public static final ProtectedPaths DEFAULT = new ProtectedPaths(List.of(), Map.of(), true);

        public ProtectedPaths {
            paths = List.copyOf(paths);
            except = Collections.unmodifiableMap(new TreeMap<>(except));
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public GateSubject subject() {
            return GateSubject.MERGE;
        }

        @Override
        public String settings() {
            return "paths=" + paths + "\nexcept=" + except + "\nasks=" + asks;
        }
    }

    /**
     * Nothing lands that only looks as if it were there, that other machines cannot check out, or
     * that stays in the history for ever by mistake. Asked of the trees, by no command.
     *
     * @param subject HEAD where agents work, MERGE where something lands
     */
    record Hygiene(GateSubject subject, HygieneRules rules) implements Gate {
        public static final String NAME = "hygiene";

        @Override
        public String name() {
            return NAME;
        }

        /** The subject is no part of it: what the head was found to be, the same commit is. */
        @Override
        public String settings() {
            return "off=" + rules.off() + "\nexcept=" + rules.except() + "\nlargest="
                    + rules.largest();
        }

        /** A person may have changed the settings since, or uploaded what was missing. */
        @Override
        public boolean judgesRun() {
            return subject == GateSubject.HEAD;
        }
    }

    /** A scan of the head by the project's own command. */
    record Security(String command, Duration timeout, int retries) implements CommandGate {
        @Override
        public String name() {
            return "security";
        }

        @Override
        public GateSubject subject() {
            return GateSubject.HEAD;
        }
    }

    /** A measure of the merge candidate's coverage by the project's own command. */
    record Coverage(String command, Duration timeout, int retries) implements CommandGate {
        @Override
        public String name() {
            return "coverage";
        }

        @Override
        public GateSubject subject() {
            return GateSubject.MERGE;
        }
    }

    /** The image of the merge candidate, built by the project's own command. */
    record Image(String command, Duration timeout, int retries) implements CommandGate {
        @Override
        public String name() {
            return "image";
        }

        @Override
        public GateSubject subject() {
            return GateSubject.MERGE;
        }
    }

    /**
     * The commit runs in an environment and is healthy there.
     *
     * @param subject MERGE up to and including the stage that merges, ENVIRONMENT after it
     */
    record Deploy(String environment, GateSubject subject) implements Gate {
        private static final String ROLLBACK = "rollback-";

        @Override
        public String name() {
            return "deploy";
        }

        /** The name of its job. */
        public String jobName() {
            return "deploy-" + environment;
        }

        /** The name of the job that brings back what was healthy before. */
        public String rollbackJobName() {
            return ROLLBACK + environment;
        }

        /** Whether the job brings back what was healthy before in some environment. */
        public static boolean bringsBack(Job job) {
            return bringsBack(job.kind(), job.name());
        }

        /** The same of a job of that kind and name. */
        public static boolean bringsBack(JobKind kind, String name) {
            return kind == JobKind.DEPLOY && name.startsWith(ROLLBACK);
        }

        @Override
        public String settings() {
            return "environment=" + environment;
        }
    }

    /** The test command at the merge candidate. */
    record MergeTest(String command, Duration timeout, int retries) implements CommandGate {
        @Override
        public String name() {
            return "merge-test";
        }

        @Override
        public GateSubject subject() {
            return GateSubject.MERGE;
        }
    }
}
