package dev.baton.jobs;

import dev.baton.engine.EngineListener;
import dev.baton.loop.Tick;
import dev.baton.loop.TickRunner;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.runs.RunUnit;
import dev.baton.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes how runs ended, and how long they were watched. What is dead without an exit file, silent
 * or over its time is the reaper's; INTENDED runs are the driver's.
 *
 * <p>Every round looks at every run; the notice of an end only looks sooner at one. So a lost
 * notice costs a round, and after a restart the first round finds whatever happened meanwhile.
 */
public final class RunMonitor implements Tick, EngineListener {
    private static final Logger LOG = LoggerFactory.getLogger(RunMonitor.class);

    private final Store store;
    private final RunUnit units;
    private final Sightings sightings;
    private final RunFacts facts;
    private final Executor notices;
    private final Runnable onSuspicion;

    /** Whose end somebody has promised to tell; losing it delays, and changes nothing. */
    private final Set<String> promised = ConcurrentHashMap.newKeySet();

    /**
     * @param sightings where what was seen is left for the reaper
     * @param notices where runs are looked at when their end is noticed; must not be the caller
     * @param onSuspicion wakes whoever judges a run whose end was noticed without an exit file
     */
    public RunMonitor(
            Store store,
            RunUnit units,
            Sightings sightings,
            RunFacts facts,
            Executor notices,
            Runnable onSuspicion) {
        this.store = store;
        this.units = units;
        this.sightings = sightings;
        this.facts = facts;
        this.notices = notices;
        this.onSuspicion = onSuspicion;
    }

    @Override
    public String name() {
        return "run monitor";
    }

    @Override
    public void runOnce(Duration watched) {
        List<Run> runs = RunningRuns.of(store);
        Set<String> running = runs.stream().map(Run::unit).collect(Collectors.toSet());
        promised.retainAll(running);
        sightings.keepOnly(running);
        if (!runs.isEmpty()) {
            facts.watched(watched);
        }
        TickRunner.each(name(), runs, run -> {
            if (awaitEnd(run.unit())) {
                LOG.info("run {}: found running, watched from now on", run.unit());
            }
            look(run);
        });
    }

    @Override
    public void runStarted(String unit) {
        var _ = awaitEnd(unit);
    }

    /**
     * After a restart nobody says that a run started: the first round that sees it asks.
     *
     * @return whether nobody had asked before
     */
    private boolean awaitEnd(String unit) {
        boolean fresh = promised.add(unit);
        if (fresh) {
            units.onExit(unit, () -> notices.execute(() -> lookEarly(unit)));
        }
        return fresh;
    }

    private void lookEarly(String unit) {
        TickRunner.each(
                name(),
                List.of(unit),
                _ -> store.read(reads -> reads.work().run(unit))
                        .filter(run -> run.state() == RunState.RUNNING)
                        .filter(run -> !look(run))
                        .ifPresent(run -> onSuspicion.run()));
    }

    /** Whether there was an exit file. */
    private boolean look(Run run) {
        if (sightings.look(run.unit()) instanceof RunUnit.Exited(int code)) {
            facts.exited(run, code);
            return true;
        }
        LOG.debug("run {}: no exit code", run.unit());
        return false;
    }
}
