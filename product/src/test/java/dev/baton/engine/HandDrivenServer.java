package dev.baton.engine;

import dev.baton.deploy.Environment;
import dev.baton.deploy.EnvironmentSettings;
import dev.baton.jobs.Alerts;
import dev.baton.jobs.Branches;
import dev.baton.jobs.Dispatcher;
import dev.baton.jobs.DispatcherSettings;
import dev.baton.jobs.LeaseReaper;
import dev.baton.jobs.Reaper;
import dev.baton.jobs.ReapingSettings;
import dev.baton.jobs.Reconciler;
import dev.baton.jobs.RunFacts;
import dev.baton.jobs.RunMonitor;
import dev.baton.jobs.Scan;
import dev.baton.jobs.Sightings;
import dev.baton.jobs.Verifier;
import dev.baton.loop.Tick;
import dev.baton.model.DeployAnswer;
import dev.baton.model.Deployment;
import dev.baton.model.Evidence;
import dev.baton.model.Pipeline;
import dev.baton.model.Sha;
import dev.baton.model.TaskId;
import dev.baton.store.Store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * A server without loops: the real driver and the real actors, each of which drives by itself when
 * it nudges, so that whoever notices something tries at once. Time is what the test says.
 */
final class HandDrivenServer {
    private static final ReapingSettings REAPING = ReapingSettings.DEFAULT;

    final Registry registry;
    final Driver driver;
    final Reaper reaper;
    private final List<Tick> actors;

    /** What outlives a server. */
    record Outside(Store store, World world, InstantSource clock, AtomicLong nanos) {}

    /**
     * What settings select.
     *
     * @param defers whether the reaper leaves results to a living activity
     * @param off names of the loops that do not run
     */
    record Selected(
            Function<Registry, Takeover> takeover,
            Patience patience,
            boolean defers,
            Set<String> off) {
        static final Selected USUAL = new Selected(
                Takeover::fromTheDead,
                Patience.untilTheDeadline(REAPING.finalizeGrace()),
                true,
                Set.of());

        Selected takenOver(Function<Registry, Takeover> by) {
            return new Selected(by, patience, defers, off);
        }

        Selected patient(Patience other) {
            return new Selected(takeover, other, defers, off);
        }

        Selected neverDeferring() {
            return new Selected(takeover, patience, false, off);
        }

        Selected without(String... loops) {
            return new Selected(takeover, patience, defers, Set.of(loops));
        }
    }

    HandDrivenServer(
            Outside outside, Selected selected, long incarnation, Pipeline pipeline, Hands hands) {
        Store store = outside.store();
        InstantSource clock = outside.clock();
        this.registry = new Registry(incarnation, outside.nanos()::get);
        this.driver = new Driver(
                store,
                _ -> pipeline,
                hands,
                new Leases(Turns.HEAD_ONLY, selected.takeover().apply(registry)),
                registry,
                clock,
                EngineListener.NONE);
        WorldUnits units = new WorldUnits(outside.world());
        Sightings sightings = new Sightings(units);
        this.reaper = new Reaper(
                store,
                units,
                REAPING,
                _ -> Optional.empty(),
                selected.defers() ? registry::busy : _ -> false,
                new Reaper.Ways(
                        sightings,
                        driver::drive,
                        facts(store, clock, "reaper"),
                        new Alerts(store, clock)));
        RunFacts seen = facts(store, clock, "run monitor");
        List<Tick> all = new ArrayList<>(List.of(
                new RunMonitor(store, units, sightings, seen, Runnable::run, () -> {}), reaper));
        all.addAll(keepers(outside, selected.patience(), store, clock));
        all.removeIf(actor -> selected.off().contains(actor.name()));
        this.actors = List.copyOf(all);
    }

    private List<Tick> keepers(
            Outside outside, Patience patience, Store store, InstantSource clock) {
        Branches branches = new WorldBranches(outside.world());
        return List.of(
                new LeaseReaper(
                        store,
                        registry,
                        patience,
                        outside.nanos()::get,
                        new Revocations(store, clock),
                        driver::drive),
                new Scan(store, registry, driver::drive, clock),
                new Reconciler(store, registry.incarnation(), branches, driver::drive, clock),
                new Dispatcher(store, driver::drive, new DispatcherSettings(2, 2, Map.of()), clock),
                new Verifier(
                        store,
                        project -> Map.of(
                                "staging", new AnswersWell(), "production", new AnswersWell()),
                        driver::drive,
                        clock));
    }

    private RunFacts facts(Store store, InstantSource clock, String actor) {
        return new RunFacts(store, driver::drive, clock, actor);
    }

    /** A webhook that comes twice, and a round of every actor. */
    void tryAll(TaskId id, Duration watched) {
        driver.drive(id, "webhook");
        driver.drive(id, "webhook");
        actors.forEach(actor -> actor.runOnce(watched));
    }

    /** Nobody but Baton touches a branch: what is pushed stays, what is landed is on the base. */
    private record WorldBranches(World world) implements Branches {
        @Override
        public Seen of(String project) {
            return new Seen() {
                @Override
                public Optional<Sha> tip(String branch) {
                    return Optional.of(Situations.HEAD);
                }

                @Override
                public Set<Sha> landed(Set<Sha> commits) {
                    return world.applied.keySet().stream().anyMatch(key -> key.contains("/merge/"))
                            ? commits
                            : Set.of();
                }
            };
        }
    }

    /** Healthy once its command ended well. */
    private static final class AnswersWell implements Environment {
        @Override
        public EnvironmentSettings.Source from() {
            return EnvironmentSettings.Source.SETTINGS;
        }

        @Override
        public Path folder() {
            return Path.of("/");
        }

        @Override
        public String start() {
            return "./deploy.sh";
        }

        @Override
        public Optional<String> rollback() {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> opensAt(Instant now) {
            return Optional.empty();
        }

        @Override
        public Duration timeout() {
            return Duration.ofMinutes(10);
        }

        @Override
        public Optional<Verification> verification() {
            return Optional.empty();
        }

        @Override
        public Probe probe(Deployment deployment) {
            return new Healthy("200");
        }

        @Override
        public Evidence.DeployStatus status(Deployment deployment) {
            return new Evidence.DeployStatus(DeployAnswer.UNKNOWN, "not asked here");
        }
    }
}
