package dev.baton.jobs;

import dev.baton.engine.Nudge;
import dev.baton.loop.TickRunner;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.store.Store;
import dev.baton.store.Tx;
import dev.baton.store.WriteResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what became of runs, and nudges their tasks. Safe for use by many threads. */
public final class RunFacts {
    private static final Logger LOG = LoggerFactory.getLogger(RunFacts.class);

    private final Store store;
    private final Nudge nudge;
    private final InstantSource clock;
    private final String actor;
    private final Function<Run, Optional<String>> held;

    public RunFacts(Store store, Nudge nudge, InstantSource clock, String actor) {
        this(store, nudge, clock, actor, run -> Optional.empty());
    }

    /**
     * @param held what the kernel refused a run at its limits, or why it ended it; words for people
     */
    public RunFacts(
            Store store,
            Nudge nudge,
            InstantSource clock,
            String actor,
            Function<Run, Optional<String>> held) {
        this.held = held;
        this.store = store;
        this.nudge = nudge;
        this.clock = clock;
        this.actor = actor;
    }

    void exited(Run run, int code) {
        // What succeeded did without.
        String more = code == 0 ? "" : held.apply(run).map(why -> "; " + why).orElse("");
        record(run, RunState.EXITED, code, "exit code " + code + more);
    }

    /** How a run ended that left no exit code: the kernel says so, or nobody knows. */
    End died(Run run, String seen) {
        return held.apply(run)
                .map(why -> new End(run, RunState.TIMED_OUT, why))
                .orElseGet(() -> new End(run, RunState.LOST, seen));
    }

    /** Whether it was this call that wrote it. */
    boolean ended(Run run, RunState state, String reason) {
        return record(run, state, null, reason);
    }

    /** An end without an exit code, as it is to be written. */
    record End(Run run, RunState state, String reason) {
        @Override
        public String toString() {
            return "the end of run " + run.unit();
        }
    }

    /**
     * Writes all of them in one transaction, for many may die at once; where one is refused, each
     * in one of its own.
     *
     * @return those that this call wrote
     */
    List<End> ended(List<End> ends) {
        if (ends.size() < 2) {
            return each(ends);
        }
        try {
            return told(store.write(
                    "run facts",
                    tx -> Store.Step.commit(
                            ends.stream().filter(end -> write(tx, end)).toList())));
        } catch (IllegalStateException e) {
            LOG.warn("the ends of {} runs were refused together; now one by one", ends.size(), e);
            return each(ends);
        }
    }

    private List<End> told(WriteResult<List<End>> result) {
        return switch (result) {
            case WriteResult.Committed<List<End>>(List<End> written) -> {
                TickRunner.each(
                        actor, written, end -> written(end.run(), end.state(), end.reason()));
                yield written;
            }
            case WriteResult.Lost<List<End>>(String why) -> {
                LOG.debug("ends of runs not written: {}", why);
                yield List.of();
            }
            case WriteResult.Unknown<List<End>>(Throwable cause) -> {
                LOG.warn(
                        "unknown whether ends of runs were written; the next round looks again",
                        cause);
                yield List.of();
            }
        };
    }

    private boolean write(Tx tx, End end) {
        return tx.work().ended(end.run().unit(), end.state(), null, end.reason(), clock.instant());
    }

    private List<End> each(List<End> ends) {
        List<End> written = new ArrayList<>();
        TickRunner.each(actor, ends, end -> {
            if (ended(end.run(), end.state(), end.reason())) {
                written.add(end);
            }
        });
        return written;
    }

    private void written(Run run, RunState state, String reason) {
        LOG.info("run {}: {} ({})", run.unit(), state, reason);
        nudge.nudge(run.task(), actor);
    }

    /** One transaction for all that are RUNNING, so that watching costs one write a round. */
    void watched(Duration more) {
        write(more, "all runs", tx -> tx.work().watched(more));
    }

    /** The same for results that wait to be taken. */
    void watched(List<Run> runs, Duration more) {
        if (!runs.isEmpty()) {
            write(
                    more,
                    runs.size() + " runs that nobody took",
                    tx -> runs.forEach(run -> tx.work().watched(run.unit(), more)));
        }
    }

    private void write(Duration more, String whose, Consumer<Tx> work) {
        if (more.isZero()) {
            return;
        }
        WriteResult<Boolean> result = store.write("watched time", tx -> {
            work.accept(tx);
            return Store.Step.commit(true);
        });
        if (!(result instanceof WriteResult.Committed)) {
            LOG.warn("watched time of {} not added: {}", whose, result);
        }
    }

    private boolean record(Run run, RunState state, @Nullable Integer code, String reason) {
        WriteResult<RunState> result = store.write(
                "run fact",
                tx -> tx.work().ended(run.unit(), state, code, reason, clock.instant())
                        ? Store.Step.commit(state)
                        : Store.Step.lost("somebody wrote its end before"));
        switch (result) {
            case WriteResult.Committed<RunState> _ -> {
                written(run, state, reason);
                return true;
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
        return false;
    }
}
