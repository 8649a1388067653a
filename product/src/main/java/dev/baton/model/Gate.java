package dev.baton.model;

import java.time.Duration;
import java.util.List;

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
