package dev.baton.model;

import org.jspecify.annotations.Nullable;

/** An effect with everything needed to apply it; stored with its intent and never recomputed. */
public sealed interface Effect {
    EffectKind kind();

    /** The last part of the key. */
    String subject();

    /** Starts the process of a run, whose row is written in the transaction of the intent. */
    sealed interface Starts extends Effect {
        /** The run's name, unique for ever. */
        String unit();

        String jobName();

        /** Of the run. */
        int ordinal();
    }

    /** Start the process of an agent or of a gate's command. */
    record StartRun(String unit, String jobName, int ordinal) implements Starts {
        @Override
        public EffectKind kind() {
            return EffectKind.RUN;
        }

        @Override
        public String subject() {
            return jobName + "/" + ordinal;
        }
    }

    /**
     * Bring the task's branch to the forge.
     *
     * @param lastPushed what this task pushed there before; null = the branch must not exist
     */
    record Push(String branch, Sha sha, @Nullable Sha lastPushed) implements Effect {
        @Override
        public EffectKind kind() {
            return EffectKind.PUSH;
        }

        @Override
        public String subject() {
            return "";
        }
    }

    /** Ask for the branch to be merged, where people see it. */
    record ChangeRequest(String branch, String base, Sha head, String title) implements Effect {
        @Override
        public EffectKind kind() {
            return EffectKind.CHANGE_REQUEST;
        }

        @Override
        public String subject() {
            return "";
        }
    }

    /** Move the base from {@code baseSha} to the candidate, together with the marker. */
    record Merge(int candidate, String base, Sha baseSha, Sha sha) implements Effect {
        @Override
        public EffectKind kind() {
            return EffectKind.MERGE;
        }

        @Override
        public String subject() {
            return sha.value();
        }
    }

    /**
     * Start the deploy command of an environment.
     *
     * @param n the ledger's number, new for each deployment of the environment
     * @param rollsBack the number of the red deployment that this one takes back; null = none
     */
    record Deploy(
            String unit,
            String jobName,
            int ordinal,
            String environment,
            Sha sha,
            int n,
            @Nullable Integer rollsBack)
            implements Starts {
        /** Brings something new. */
        public Deploy(
                String unit, String jobName, int ordinal, String environment, Sha sha, int n) {
            this(unit, jobName, ordinal, environment, sha, n, null);
        }

        @Override
        public EffectKind kind() {
            return EffectKind.DEPLOY;
        }

        @Override
        public String subject() {
            return environment + "/" + sha + "/" + n;
        }
    }

    default EffectKey key(TaskId task, long visit) {
        return new EffectKey(task, visit, kind(), subject());
    }
}
