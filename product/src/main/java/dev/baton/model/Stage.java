package dev.baton.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One stage of a pipeline.
 *
 * @param role the agent of its main job; null for a stage without one
 * @param prompt path in the base branch of the prompt template; null = the role's built-in one
 * @param gates in the order they are judged
 * @param effects in the order they are performed, after every gate is green
 * @param onRed where a red gate sends the task; this stage itself = try again in the same visit
 * @param visitsMax how often the stage may be entered before the task is parked, at least 1
 * @param attemptsMax how many charged attempts the main job has in one visit, at least 1; null =
 *     as the agent is set
 * @param commit who commits what the agent left uncommitted, where the stage pushes
 */
public record Stage(
        StageId id,
        @Nullable Role role,
        @Nullable String prompt,
        List<Gate> gates,
        List<StageEffect> effects,
        StageId onRed,
        int visitsMax,
        @Nullable Integer attemptsMax,
        CommitPolicy commit) {

    /** Visits of a stage when the pipeline says nothing. */
    public static final int VISITS_MAX_DEFAULT = 5;

    public Stage {
        gates = List.copyOf(gates);
        effects = List.copyOf(effects);
    }

    /** What a stage does when left. */
    public enum StageEffect {
        PUSH("push"),
        CHANGE_REQUEST("change-request"),
        /** The verdict, in the outbox of the COMMIT; nothing outside is touched. */
        COMMENT("comment"),
        MERGE("merge");

        private final String word;

        StageEffect(String word) {
            this.word = word;
        }

        /** The name in pipeline.yaml. */
        public String word() {
            return word;
        }
    }

    /** Who commits what an agent left. */
    public enum CommitPolicy {
        /** The wrapper does, inside the run. */
        BATON,
        /** The agent must; leftovers are a red gate. */
        AGENT
    }

    public Optional<Role> mainRole() {
        return Optional.ofNullable(role);
    }

    /** Whether leaving this stage needs the merge lease. */
    public boolean landing() {
        return effects.contains(StageEffect.MERGE)
                || gates.stream().anyMatch(g -> g.subject() == GateSubject.MERGE);
    }

    /** Timeouts of the gates from the first that asks about a candidate on. */
    Duration landingTimeout(Function<String, Duration> deploys) {
        return gates.stream()
                .dropWhile(gate -> gate.subject() != GateSubject.MERGE)
                .map(gate -> switch (gate) {
                    case Gate.CommandGate command -> command.timeout();
                    case Gate.Deploy deploy -> deploys.apply(deploy.environment());
                    case Gate.NotEmpty _,
                            Gate.VerdictFile _,
                            Gate.Artifact _,
                            Gate.Approval _,
                            Gate.Hygiene _,
                            Gate.ProtectedPaths _ -> Duration.ZERO;
                })
                .reduce(Duration.ZERO, Duration::plus);
    }

    public boolean pushes() {
        return effects.contains(StageEffect.PUSH);
    }
}
