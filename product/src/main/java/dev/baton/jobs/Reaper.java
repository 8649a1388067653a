package dev.baton.jobs;

import dev.baton.engine.Nudge;
import dev.baton.loop.Tick;
import dev.baton.loop.TickRunner;
import dev.baton.model.JobKind;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.TaskId;
import dev.baton.runs.RunUnit;
import dev.baton.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up runs, in three tiers: what is dead, what ended and is not taken, what is over its time.
 * It writes run facts and nudges; it never starts, pushes or deploys anything, never ends a deploy,
 * and never writes a job. A living, proven process is a veto on the first two tiers.
 */
public final class Reaper implements Tick {
    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

    /** Leftovers, and results that nobody took, in one round; the others in the next. */
    private static final int ROUND_MAX = 500;

    private final Store store;
    private final RunUnit units;
    private final Sightings sightings;
    private final ReapingSettings settings;
    private final Function<Run, Optional<Duration>> silence;
    private final Predicate<TaskId> finalizing;
    private final Nudge nudge;
    private final RunFacts facts;
    private final Alerts alerts;
    private final Breaker breaker = new Breaker();
    private final ReaperFigures figures = new ReaperFigures();

    /** What is remembered of a run between rounds; losing it delays, and changes nothing. */
    private final Map<String, Patient> patients = new HashMap<>();

    /** By tier, what is found and not written yet. */
    private final Map<Integer, List<RunFacts.End>> ends = new TreeMap<>();

    /** What the reaper asks of others. */
    public record Ways(Sightings sightings, Nudge nudge, RunFacts facts, Alerts alerts) {}

    /**
     * @param silence how long that run may print nothing, counted in watched time
     * @param finalizing whether a living activity works on the task; it is deferred to
     */
    public Reaper(
            Store store,
            RunUnit units,
            ReapingSettings settings,
            Function<Run, Optional<Duration>> silence,
            Predicate<TaskId> finalizing,
            Ways ways) {
        this.store = store;
        this.units = units;
        this.settings = settings;
        this.silence = silence;
        this.finalizing = finalizing;
        this.sightings = ways.sightings();
        this.nudge = ways.nudge();
        this.facts = ways.facts();
        this.alerts = ways.alerts();
    }

    @Override
    public String name() {
        return "reaper";
    }

    public ReaperFigures figures() {
        return figures;
    }

    @Override
    public void runOnce(Duration watched) {
        List<Run> runs = RunningRuns.of(store);
        patients.keySet().retainAll(runs.stream().map(Run::unit).collect(Collectors.toSet()));
        List<Dying> seeming = new ArrayList<>();
        TickRunner.each(name(), runs, run -> look(run, watched).ifPresent(seeming::add));
        bury(runs.size(), seeming);
        writeEnds();
        TickRunner.each(
                name(),
                store.read(reads -> reads.work().leftoverRuns(ROUND_MAX)),
                this::endLeftover);
        writeEnds();
        List<Run> untaken = store.read(reads -> reads.work().unconsumedRuns(ROUND_MAX));
        facts.watched(untaken, watched);
        List<Long> deferred = new ArrayList<>();
        TickRunner.each(name(), untaken, run -> {
            if (notTaken(run, watched)) {
                deferred.add(run.jobId());
            }
        });
        figures.deferred(deferred);
    }

    /** A run that seems dead, and whether it has for long enough. */
    private record Dying(Run run, RunState as, String why, boolean due) {}

    /** RUNNING was written because its claim was seen, so somebody removed its files. */
    private static RunState vanished(Run run) {
        return run.kind() == JobKind.DEPLOY ? RunState.IN_DOUBT : RunState.LOST;
    }

    /** Tiers 1 and 3 of one run; an answer is what only seems dead. */
    private Optional<Dying> look(Run run, Duration watched) {
        Patient patient = patients.computeIfAbsent(run.unit(), _ -> new Patient());
        return switch (sightings.take(run.unit())) {
            case RunUnit.Exited(int code) -> {
                facts.exited(run, code);
                yield Optional.empty();
            }
            case RunUnit.Rebooted _ -> {
                reaped(run, 1, RunState.LOST_INFRA, "the machine was started anew under it");
                yield Optional.empty();
            }
            case RunUnit.Gone(boolean proven, String why) -> {
                if (proven) {
                    RunFacts.End end = facts.died(run, why);
                    lost(run, end.state(), end.reason());
                    yield Optional.empty();
                }
                yield Optional.of(new Dying(run, RunState.LOST, why, seemsDeadLongEnough(patient)));
            }
            case RunUnit.Nothing _, RunUnit.Poisoned _ ->
                Optional.of(new Dying(
                        run, vanished(run), "its folder vanished", seemsDeadLongEnough(patient)));
            case RunUnit.Alive _ -> {
                patient.seemedDead = 0;
                limit(run, patient, watched);
                yield Optional.empty();
            }
            case RunUnit.Unclear(String why) -> {
                LOG.warn("run {}: {}; the next round looks again", run.unit(), why);
                patient.seemedDead = 0;
                limit(run, patient, watched);
                yield Optional.empty();
            }
        };
    }

    private boolean seemsDeadLongEnough(Patient patient) {
        return ++patient.seemedDead >= settings.deadTicks();
    }

    private void bury(int watched, List<Dying> seeming) {
        List<Dying> due = seeming.stream().filter(Dying::due).toList();
        Breaker.Release<Dying> release = breaker.release(watched, seeming.size(), due);
        figures.breaker(
                breaker.open()
                        ? "%d of %d runs seem dead at once: holding"
                                .formatted(seeming.size(), watched)
                        : null);
        if (breaker.open() && release.now().isEmpty()) {
            LOG.warn(
                    "reaper: {} of {} runs seem dead at once; held, since the look may be wrong",
                    seeming.size(),
                    watched);
        }
        TickRunner.each(name(), release.now(), dying -> {
            if (release.alert()) {
                alerts.raise(
                        dying.run().task(),
                        "%d of %d runs seem dead at once; giving up one a round, now %s: %s"
                                .formatted(
                                        seeming.size(), watched, dying.run().unit(), dying.why()));
            }
            lost(dying.run(), dying.as(), dying.why());
        });
    }

    /**
     * Whoever may still be there, although nothing was seen, is ended first; not so a deploy, whose
     * environment is asked what became of it.
     */
    private void lost(Run run, RunState as, String why) {
        if (run.kind() == JobKind.DEPLOY) {
            reaped(run, 1, as, why);
        } else {
            end(run, 1, as, why);
        }
    }

    /** What becomes of a deploy over its time is a question for its status command. */
    private void limit(Run run, Patient patient, Duration watched) {
        Duration total = run.watched().plus(watched);
        boolean over = total.compareTo(run.limit()) >= 0;
        String why = "over its limit of " + Words.of(run.limit());
        if (run.kind() == JobKind.DEPLOY) {
            if (over) {
                reaped(run, 3, RunState.IN_DOUBT, why + "; a deploy is not ended by force");
            }
            return;
        }
        Duration still = patient.quiet.add(units.printed(run.unit()), watched);
        Optional<Duration> bound = silence.apply(run);
        if (over) {
            endLiving(run, 3, RunState.TIMED_OUT, why);
        } else if (bound.isPresent() && still.compareTo(bound.get()) >= 0) {
            endLiving(run, 3, RunState.TIMED_OUT, "no output for " + Words.of(bound.get()));
        }
    }

    /** Nobody waits for it any more, and it is never taken up again. */
    private void endLeftover(Run run) {
        boolean over = store.read(reads -> reads.tasks().byId(run.task()))
                .map(task -> task.status().terminal())
                .orElse(true);
        endLiving(
                run,
                1,
                over ? RunState.CANCELLED : RunState.SUPERSEDED,
                over ? "its task is over" : "visit " + run.visit() + " was left");
    }

    /** May take long, which those whose end is known do not wait for. */
    private void endLiving(Run run, int tier, RunState state, String reason) {
        writeEnds();
        end(run, tier, state, reason);
    }

    private void end(Run run, int tier, RunState state, String reason) {
        switch (units.kill(run.unit(), run.process())) {
            case RunUnit.Ended(int code) -> facts.exited(run, code);
            case RunUnit.Dead _ -> reaped(run, tier, state, reason);
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

    private void reaped(Run run, int tier, RunState state, String reason) {
        ends.computeIfAbsent(tier, _ -> new ArrayList<>())
                .add(new RunFacts.End(run, state, reason));
    }

    /** What the round found so far. */
    private void writeEnds() {
        ends.forEach((tier, found) ->
                facts.ended(found).forEach(end -> figures.reaped(end.run(), tier, end.state())));
        ends.clear();
    }

    /** Tier 2: a result that nobody took; whether it was left to a living finalizer. */
    private boolean notTaken(Run run, Duration watched) {
        if (run.watched().plus(watched).compareTo(settings.finalizeGrace()) < 0) {
            return false;
        }
        if (finalizing.test(run.task()) || heavyWork(run)) {
            LOG.debug("run {}: not taken yet, its task is being worked on", run.unit());
            return true;
        }
        LOG.info("run {}: ended and not taken within the grace; nudged", run.unit());
        nudge.nudge(run.task(), name());
        return false;
    }

    /** A living command of the same visit: what it finds decides, and nobody owns the task. */
    private boolean heavyWork(Run run) {
        return store.read(reads -> reads.work().runs(run.task(), run.visit())).stream()
                .anyMatch(other ->
                        other.kind() != JobKind.AGENT && other.state() == RunState.RUNNING);
    }

    /** What is remembered of one run. */
    private static final class Patient {
        private final Quiet quiet = new Quiet();
        private int seemedDead;
    }
}
