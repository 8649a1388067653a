package dev.baton.main;

import dev.baton.config.Settings;
import dev.baton.config.TransitionLeaseSettings;
import dev.baton.engine.Nudge;
import dev.baton.engine.Patience;
import dev.baton.engine.Registry;
import dev.baton.engine.Revocations;
import dev.baton.engine.Takeover;
import dev.baton.jobs.Alerts;
import dev.baton.jobs.LeaseReaper;
import dev.baton.jobs.Reaper;
import dev.baton.jobs.ReapingSettings;
import dev.baton.jobs.RunFacts;
import dev.baton.jobs.Sightings;
import dev.baton.model.JobKind;
import dev.baton.model.Role;
import dev.baton.model.Run;
import dev.baton.model.TaskId;
import dev.baton.store.Store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** What the settings of reaper and transition lease select. */
final class Reaping {
    private final Settings settings;
    private final Machine machine;
    private final Store store;
    private final Outside outside;
    private final Registry registry;

    Reaping(Settings settings, Machine machine, Store store, Outside outside, Registry registry) {
        this.settings = settings;
        this.machine = machine;
        this.store = store;
        this.outside = outside;
        this.registry = registry;
    }

    /** Whether anybody but a person takes a task from a dead owner. */
    static Takeover takeover(Settings settings, Registry registry) {
        return settings.transitionLease().reclaimEnabled()
                ? Takeover.fromTheDead(registry)
                : Takeover.byHandOnly();
    }

    /**
     * @param held what the kernel refused a run at its limits, or why it ended it
     */
    Reaper runs(Sightings sightings, Nudge nudge, Function<Run, Optional<String>> held) {
        return new Reaper(
                store,
                outside.units(),
                new ReapingSettings(
                        settings.reaper().deadTicks(), settings.reaper().finalizeGrace()),
                this::silence,
                finalizing(settings, registry),
                new Reaper.Ways(
                        sightings,
                        nudge,
                        new RunFacts(store, nudge, machine.clock(), "reaper", held),
                        new Alerts(store, machine.clock())));
    }

    LeaseReaper leases(Revocations revocations, Nudge nudge) {
        return new LeaseReaper(
                store, registry, patience(settings), machine.ticker(), revocations, nudge);
    }

    /** Which results are left to a living activity of their task. */
    static Predicate<TaskId> finalizing(Settings settings, Registry registry) {
        return settings.reaper().finalizerLiveness() ? registry::busy : task -> false;
    }

    /** How long a living owner is left alone. */
    static Patience patience(Settings settings) {
        TransitionLeaseSettings lease = settings.transitionLease();
        Duration grace = settings.reaper().finalizeGrace();
        Patience protects = Patience.untilTheDeadline(grace);
        Patience hurries = Patience.forTheGraceOnly(grace);
        List<String> projects = lease.projects();
        if (!lease.enabled()) {
            return hurries;
        }
        return projects == null ? protects : Patience.of(Set.copyOf(projects), protects, hurries);
    }

    /** Only agents have a limit of silence: a test command may well say nothing for long. */
    private Optional<Duration> silence(Run run) {
        if (run.kind() != JobKind.AGENT) {
            return Optional.empty();
        }
        return store.read(reads -> reads.tasks().byId(run.task()))
                .flatMap(task -> outside.agents().find(task.project(), new Role(run.jobName())))
                .map(agent -> agent.silence());
    }
}
