package dev.baton.main;

import dev.baton.config.Settings;
import dev.baton.engine.Drives;
import dev.baton.engine.Registry;
import dev.baton.engine.Revocations;
import dev.baton.http.HttpCalls;
import dev.baton.jobs.Cleanup;
import dev.baton.jobs.DiskBudget;
import dev.baton.jobs.Dispatcher;
import dev.baton.jobs.DispatcherSettings;
import dev.baton.jobs.GroupCleanup;
import dev.baton.jobs.LimitWatch;
import dev.baton.jobs.MirrorCare;
import dev.baton.jobs.Outbox;
import dev.baton.jobs.Overuse;
import dev.baton.jobs.Reaper;
import dev.baton.jobs.Reconciler;
import dev.baton.jobs.Retention;
import dev.baton.jobs.RunFacts;
import dev.baton.jobs.RunMonitor;
import dev.baton.jobs.Scan;
import dev.baton.jobs.Sightings;
import dev.baton.jobs.StaleHeads;
import dev.baton.jobs.Verifier;
import dev.baton.loop.Tick;
import dev.baton.loop.TickRunner;
import dev.baton.notify.Channel;
import dev.baton.notify.log.LogChannel;
import dev.baton.notify.webhook.WebhookChannel;
import dev.baton.notify.webhook.WebhookSettings;
import dev.baton.runs.process.ProcessUnits;
import dev.baton.store.Store;
import dev.baton.workspace.Checkouts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The loops of a server, in the order in which they start; each is one tick of {@code jobs}. */
final class Actors implements AutoCloseable {
    private static final Duration DISPATCH_EVERY = Duration.ofSeconds(1);
    private static final Duration VERIFY_EVERY = Duration.ofSeconds(1);
    private static final Duration SCAN_EVERY = Duration.ofSeconds(2);
    private static final Duration TELL_EVERY = Duration.ofSeconds(2);
    private static final Duration TELL_WITHIN = Duration.ofSeconds(10);
    private static final Duration BUDGET_EVERY = Duration.ofMinutes(1);
    private static final Duration LIMITS_EVERY = Duration.ofSeconds(2);
    private static final Duration SWEEP_EVERY = Duration.ofHours(1);
    private static final Duration RETAIN_EVERY = Duration.ofMinutes(10);
    private static final Duration CARE_EVERY = Duration.ofMinutes(10);
    private static final Duration CLEAN_EVERY = Duration.ofMinutes(1);

    private final Settings settings;
    private final Machine machine;
    private final Outside outside;
    private final Optional<StaleHeads> staleHeads;
    private final List<TickRunner> loops = new ArrayList<>();
    private final List<TickRunner> switchedOff = new ArrayList<>();
    private final ExecutorService notices = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpCalls http = new HttpCalls(TELL_WITHIN);
    private final RunMonitor monitor;
    private final TickRunner dispatching;
    private final QueueFigures.Loops figures;

    /** What the actors stand on. */
    record Ground(
            Store store,
            Outside outside,
            Drives drives,
            Registry registry,
            Revocations revocations,
            MergeQueues queues,
            Failpoints failpoints) {}

    Actors(Settings settings, Machine machine, Ground ground) {
        this.settings = settings;
        this.machine = machine;
        this.outside = ground.outside();
        Store store = ground.store();
        Drives drives = ground.drives();
        Duration interval = settings.reaper().interval();
        Overuse overuse = overuse(store);
        Reaping reaping = new Reaping(settings, machine, store, outside, ground.registry());
        Sightings sightings = new Sightings(outside.units());
        Reaper reaper = reaping.runs(sightings, drives, overuse::held);
        TickRunner burying = runner(reaper, interval);
        this.monitor = new RunMonitor(
                store,
                outside.units(),
                sightings,
                new RunFacts(store, drives, machine.clock(), "run monitor", overuse::held),
                notices,
                burying::wake);
        Outbox outbox = new Outbox(store, channels(ground.failpoints()), machine.clock());
        loop(monitor, interval);
        (settings.reaper().enabled() ? loops : switchedOff).add(burying);
        loop(limits(store, drives, overuse), LIMITS_EVERY);
        loop(reaping.leases(ground.revocations(), drives), interval);
        this.staleHeads = ground.queues().staleHeads(store, drives);
        staleHeads.ifPresent(tick -> loop(tick, interval));
        loop(ground.queues().keeper(store, drives), interval);
        this.dispatching = loop(dispatcher(store, drives), DISPATCH_EVERY);
        loop(new Scan(store, ground.registry(), drives, machine.clock()), SCAN_EVERY);
        TickRunner reconciling =
                runner(reconciler(ground), settings.reconciler().interval());
        (settings.reconciler().enabled() ? loops : switchedOff).add(reconciling);
        TickRunner verifying = loop(
                new Verifier(store, outside.environments(), drives, machine.clock()), VERIFY_EVERY);
        loop(outbox, TELL_EVERY);
        tidying(store);
        this.figures = new QueueFigures.Loops(reaper, burying, verifying, reconciling, outbox);
    }

    private void tidying(Store store) {
        loop(new Cleanup(store, new Checkouts(outside.mirrors(), outside.folders())), CLEAN_EVERY);
        loop(new GroupCleanup(store, outside.groups()), CLEAN_EVERY);
        if (settings.cleanup().enabled()) {
            Duration history = settings.cleanup().history();
            loop(Sweeping.of(settings, machine, store), SWEEP_EVERY);
            loop(new Retention(store, history, machine.clock()), RETAIN_EVERY);
        }
        loop(new MirrorCare(outside.mirrors()), CARE_EVERY);
    }

    private Dispatcher dispatcher(Store store, Drives drives) {
        return new Dispatcher(store, drives, slots(), machine.clock(), budget()::problem);
    }

    /** Without a setting nobody counts. */
    private DiskBudget budget() {
        Long max = settings.jobs().diskBytesMax();
        DiskBudget budget =
                new DiskBudget(settings.server().data(), max == null ? Long.MAX_VALUE : max);
        if (max != null) {
            loop(budget, BUDGET_EVERY);
        }
        return budget;
    }

    private Overuse overuse(Store store) {
        return new Overuse(
                ProcessUnits.usage(settings.server().data().resolve("runs")),
                new RunBounds(settings, outside, store)::of);
    }

    private LimitWatch limits(Store store, Drives drives, Overuse overuse) {
        return new LimitWatch(
                store,
                outside.units(),
                overuse,
                new RunFacts(store, drives, machine.clock(), "limit watch"),
                machine.ticker()::nanos);
    }

    private Reconciler reconciler(Ground ground) {
        return new Reconciler(
                ground.store(),
                ground.registry().incarnation(),
                new ForgeBranches(HandsOn.forges(outside, machine.ids()), outside.mirrors()),
                ground.drives(),
                machine.clock());
    }

    RunMonitor monitor() {
        return monitor;
    }

    /** Looks at once whether a slot can be given. */
    void wakeDispatcher() {
        dispatching.wake();
    }

    QueueFigures.Loops figures() {
        return figures;
    }

    /** Stale heads of merge queues found since the start. */
    long reclaimedHeads() {
        return staleHeads.map(StaleHeads::reclaimed).orElse(0L);
    }

    void start() {
        loops.forEach(TickRunner::start);
    }

    /** What keeps the server from being ready. */
    List<String> troubles() {
        return loops.stream()
                .filter(loop -> loop.figures().rounds() > 0
                        && loop.figures().rounds() == loop.figures().failures())
                .map(loop -> loop.name() + ": every round failed")
                .toList();
    }

    /** The last started first. */
    @Override
    public void close() {
        loops.reversed().forEach(TickRunner::close);
        switchedOff.forEach(TickRunner::close);
        notices.shutdownNow();
        http.close();
        outside.environments().close();
    }

    private TickRunner loop(Tick tick, Duration interval) {
        TickRunner runner = runner(tick, interval);
        loops.add(runner);
        return runner;
    }

    private TickRunner runner(Tick tick, Duration interval) {
        return new TickRunner(tick, interval, machine.ticker()::nanos, machine.clock());
    }

    private List<Channel> channels(Failpoints failpoints) {
        List<Channel> channels = new ArrayList<>(List.of(new LogChannel()));
        WebhookSettings webhook = settings.notices().webhook();
        if (webhook != null) {
            channels.add(new WebhookChannel(http, webhook));
        }
        return channels.stream().map(failpoints::over).toList();
    }

    private DispatcherSettings slots() {
        Map<String, Integer> byProject = new HashMap<>();
        settings.projects().forEach((name, project) -> {
            Integer max = project.concurrencyMax();
            if (max != null) {
                byProject.put(name, max);
            }
        });
        return new DispatcherSettings(
                settings.jobs().concurrencyMax(),
                settings.jobs().commandsMax(),
                byProject,
                agentLimits());
    }

    private Map<String, Map<String, DispatcherSettings.AgentLimit>> agentLimits() {
        Map<String, Map<String, DispatcherSettings.AgentLimit>> limits = new HashMap<>();
        settings.projects().forEach((name, project) -> {
            Map<String, DispatcherSettings.AgentLimit> roles = new HashMap<>();
            project.agents().forEach((role, agent) -> {
                Integer max = agent.atOnceMax();
                if (max != null) {
                    roles.put(role, new DispatcherSettings.AgentLimit(agent.name(), max));
                }
            });
            limits.put(name, Map.copyOf(roles));
        });
        return limits;
    }
}
