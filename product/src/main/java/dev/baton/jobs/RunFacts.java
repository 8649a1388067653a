package dev.baton.jobs;

import dev.baton.engine.Nudge;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.store.Store;
import dev.baton.store.WriteResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what became of runs, and nudges their tasks. Safe for use by many threads. */
final class RunFacts {
    private static final Logger LOG = LoggerFactory.getLogger(RunFacts.class);

    private final Store store;
    private final Nudge nudge;
    private final InstantSource clock;
    private final String actor;

    RunFacts(Store store, Nudge nudge, InstantSource clock, String actor) {
        this.store = store;
        this.nudge = nudge;
        this.clock = clock;
        this.actor = actor;
    }

    void exited(Run run, int code) {
        record(run, RunState.EXITED, code, "exit code " + code);
    }

    void ended(Run run, RunState state, String reason) {
        record(run, state, null, reason);
    }

    /** One transaction for all, so that watching costs one durable write a round. */
    void watched(List<Run> runs, Duration more) {
        if (runs.isEmpty() || more.isZero()) {
            return;
        }
        WriteResult<Integer> result = store.write("watched time", tx -> {
            runs.forEach(run -> tx.work().watched(run.unit(), more));
            return Store.Step.commit(runs.size());
        });
        if (!(result instanceof WriteResult.Committed)) {
            LOG.warn("watched time of {} runs not added: {}", runs.size(), result);
        }
    }

    private void record(Run run, RunState state, @Nullable Integer code, String reason) {
        WriteResult<RunState> result = store.write(
                "run fact",
                tx -> tx.work().ended(run.unit(), state, code, reason, clock.instant())
                        ? Store.Step.commit(state)
                        : Store.Step.lost("somebody wrote its end before"));
        switch (result) {
            case WriteResult.Committed<RunState> _ -> {
                LOG.info("run {}: {} ({})", run.unit(), state, reason);
                nudge.nudge(run.task(), actor);
            }
            case WriteResult.Lost<RunState>(String why) ->
                LOG.debug("run {}: {} not written: {}", run.unit(), state, why);
            case WriteResult.Unknown<RunState>(Throwable cause) ->
                LOG.warn(
                        "run {}: unknown whether {} was written; the next round looks again",
                        run.unit(),
                        state,
                        cause);
        }
    }
}
