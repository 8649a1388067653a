package dev.baton.jobs;

import dev.baton.engine.EngineListener;
import dev.baton.engine.Nudge;
import dev.baton.loop.Tick;
import dev.baton.loop.TickRunner;
import dev.baton.model.JobKind;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.runs.RunUnit;
import dev.baton.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the runs that are RUNNING: writes how they ended, and ends those that are over their time
 * or silent for too long. A deploy is never ended by it: over its time it is in doubt. INTENDED
 * runs are the driver's.
 *
 * <p>Every round looks at every run; the notice of an end only looks sooner at one. So a lost
 * notice costs a round, and after a restart the first round finds whatever happened meanwhile.
 */
public final class RunMonitor implements Tick, EngineListener {
    private static final Logger LOG = LoggerFactory.getLogger(RunMonitor.class);

    private final Store store;
    private final RunUnit units;
    private final RunMonitorSettings settings;
    private final Function<Run, Optional<Duration>> silence;
    private final Executor notices;
    private final RunFacts facts;

    /** What is remembered of a run between rounds; losing it delays, and changes nothing. */
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();

    /**
     * @param silence how long that run may print nothing, counted in watched time
     * @param notices where runs are looked at when their end is noticed; must not be the caller
     */
    public RunMonitor(
            Store store,
            RunUnit units,
            Nudge nudge,
            InstantSource clock,
            RunMonitorSettings settings,
            Function<Run, Optional<Duration>> silence,
            Executor notices) {
        this.store = store;
        this.units = units;
        this.settings = settings;
        this.silence = silence;
        this.notices = notices;
        this.facts = new RunFacts(store, nudge, clock, name());
    }

    @Override
    public String name() {
        return "run monitor";
    }

    @Override
    public void runOnce(Duration watched) {
        List<Run> runs = store.read(reads -> reads.work().unfinishedRuns()).stream()
                .filter(run -> run.state() == RunState.RUNNING)
                .toList();
        watches.keySet().retainAll(runs.stream().map(Run::unit).collect(Collectors.toSet()));
        facts.watched(runs, watched);
        TickRunner.each(name(), runs, run -> {
            awaitEnd(run.unit());
            watchOf(run.unit()).round(run, watched);
        });
    }

    @Override
    public void runStarted(String unit) {
        awaitEnd(unit);
    }

    /** After a restart nobody says that a run started: the first round that sees it asks. */
    private void awaitEnd(String unit) {
        if (watchOf(unit).asksForNotice()) {
            units.onExit(unit, () -> notices.execute(() -> lookEarly(unit)));
        }
    }

    private void lookEarly(String unit) {
        TickRunner.each(
                name(),
                List.of(unit),
                _ -> store.read(reads -> reads.work().run(unit))
                        .filter(run -> run.state() == RunState.RUNNING)
                        .ifPresent(run -> watchOf(unit).early(run)));
    }

    private Watch watchOf(String unit) {
        return watches.computeIfAbsent(unit, _ -> new Watch());
    }

    /** One run, looked at by one thread at a time. */
    private final class Watch {
        private final Quiet quiet = new Quiet();
        private int seemedDead;
        private boolean asked;

        synchronized boolean asksForNotice() {
            boolean first = !asked;
            asked = true;
            return first;
        }

        /** Writes what is certain, and counts nothing. */
        synchronized void early(Run run) {
            switch (units.observe(run.unit())) {
                case RunUnit.Exited(int code) -> facts.exited(run, code);
                case RunUnit.Rebooted _ -> rebooted(run);
                case RunUnit.Gone gone when gone.proven() -> lost(run, gone.why());
                case RunUnit.Gone _,
                        RunUnit.Alive _,
                        RunUnit.Nothing _,
                        RunUnit.Poisoned _,
                        RunUnit.Unclear _ ->
                    LOG.debug("run {}: noticed, nothing certain yet", run.unit());
            }
        }

        synchronized void round(Run run, Duration watched) {
            switch (units.observe(run.unit())) {
                case RunUnit.Exited(int code) -> facts.exited(run, code);
                case RunUnit.Rebooted _ -> rebooted(run);
                case RunUnit.Gone(boolean proven, String why) -> {
                    if (proven || seemsDeadLongEnough()) {
                        lost(run, why);
                    }
                }
                case RunUnit.Nothing _, RunUnit.Poisoned _ -> vanished(run);
                case RunUnit.Alive _ -> {
                    seemedDead = 0;
                    limit(run, watched);
                }
                case RunUnit.Unclear(String why) -> {
                    LOG.warn("run {}: {}; the next round looks again", run.unit(), why);
                    seemedDead = 0;
                    limit(run, watched);
                }
            }
        }

        private boolean seemsDeadLongEnough() {
            return ++seemedDead >= settings.deadTicks();
        }

        private void rebooted(Run run) {
            facts.ended(run, RunState.LOST_INFRA, "the machine was started anew under it");
        }

        /** A breaker against many that only seem dead belongs here: hold instead of writing. */
        private void lost(Run run, String why) {
            facts.ended(run, RunState.LOST, why);
        }

        /** RUNNING was written because its claim was seen, so somebody removed its files. */
        private void vanished(Run run) {
            if (!seemsDeadLongEnough()) {
                return;
            }
            if (run.kind() == JobKind.DEPLOY) {
                facts.ended(run, RunState.IN_DOUBT, "its folder vanished");
            } else {
                end(run, RunState.LOST, "its folder vanished");
            }
        }

        /** What becomes of a deploy over its time is a question for its status command. */
        private void limit(Run run, Duration watched) {
            Duration total = run.watched().plus(watched);
            if (run.kind() == JobKind.DEPLOY) {
                if (total.compareTo(run.limit()) >= 0) {
                    facts.ended(
                            run,
                            RunState.IN_DOUBT,
                            "over its limit of " + Words.of(run.limit())
                                    + "; a deploy is not ended by force");
                }
                return;
            }
            Duration still = quiet.add(units.printed(run.unit()), watched);
            Optional<Duration> bound = silence.apply(run);
            if (total.compareTo(run.limit()) >= 0) {
                end(run, RunState.TIMED_OUT, "over its limit of " + Words.of(run.limit()));
            } else if (bound.isPresent() && still.compareTo(bound.get()) >= 0) {
                end(run, RunState.TIMED_OUT, "no output for " + Words.of(bound.get()));
            }
        }

        private void end(Run run, RunState state, String reason) {
            switch (units.kill(run.unit(), run.process())) {
                case RunUnit.Ended(int code) -> facts.exited(run, code);
                case RunUnit.Dead _ -> facts.ended(run, state, reason);
                case RunUnit.Survived(List<Long> pids, String why) ->
                    LOG.warn(
                            "run {}: {}, but it cannot be ended: {} (pids {}); the next round"
                                    + " tries again",
                            run.unit(),
                            reason,
                            why,
                            pids);
            }
        }
    }
}
