package dev.baton.effects;

import dev.baton.model.Evidence;
import dev.baton.model.JobKind;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.TaskId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Ended runs for tests. */
final class Runs {
    private static final Instant NOW = Instant.parse("2026-11-23T21:30:00Z");

    private Runs() {}

    static Run agent(String unit) {
        return agent(unit, 0);
    }

    static Run agent(String unit, int exitCode) {
        return run(unit, "developer", JobKind.AGENT, RunState.EXITED, exitCode);
    }

    static Run gate(String unit, RunState state, @Nullable Integer exitCode) {
        return run(unit, "tests", JobKind.GATE, state, exitCode);
    }

    static Run deploy(String unit, RunState state, @Nullable Integer exitCode) {
        return run(unit, "deploy-staging", JobKind.DEPLOY, state, exitCode);
    }

    /** Where no deploy is asked about. */
    @SuppressWarnings("DoNotCallSuggester") // it is handed over, never called by name
    static Evidence.DeployStatus unasked(Run run) {
        throw new AssertionError(run.unit() + ": expected no question about its deploy");
    }

    private static Run run(
            String unit, String job, JobKind kind, RunState state, @Nullable Integer exitCode) {
        return new Run(
                1,
                1,
                new TaskId(7),
                1,
                job,
                kind,
                1,
                unit,
                null,
                state,
                false,
                Duration.ZERO,
                Duration.ofMinutes(45),
                exitCode,
                "it ended",
                null,
                null,
                NOW,
                NOW);
    }
}
