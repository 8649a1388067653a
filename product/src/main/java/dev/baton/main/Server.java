package dev.baton.main;

import dev.baton.config.Settings;
import dev.baton.engine.Driver;
import dev.baton.engine.Drives;
import dev.baton.engine.Hands;
import dev.baton.engine.Registry;
import dev.baton.http.HttpCalls;
import dev.baton.jobs.Cleanup;
import dev.baton.jobs.Dispatcher;
import dev.baton.web.rest.QueueParts;
import dev.baton.jobs.RunFacts;
import dev.baton.jobs.Outbox;
import dev.baton.jobs.Reaper;
import dev.baton.engine.Revocations;
import dev.baton.jobs.DispatcherSettings;
import dev.baton.jobs.RunMonitor;
import dev.baton.jobs.Scan;
import dev.baton.jobs.Verifier;
import dev.baton.loop.Tick;
import dev.baton.loop.TickRunner;
import dev.baton.notify.Channel;
import dev.baton.notify.log.LogChannel;
import dev.baton.notify.webhook.WebhookChannel;
import dev.baton.notify.webhook.WebhookSettings;
import dev.baton.store.Store;
import dev.baton.web.Access;
import dev.baton.web.WebServer;
import dev.baton.workspace.Checkouts;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: everything made once, started in the order of the design and stopped in the
 * reverse. Agents keep running when it stops; the next start adopts them.
 */
final class Server implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Server.class);

    /** Drives at the same time; each is bounded by its steps, most are a few milliseconds. */
    private static final int DRIVES_MAX = 16;

    private static final Duration DISPATCH_EVERY = Duration.ofSeconds(1);
    private static final Duration VERIFY_EVERY = Duration.ofSeconds(1);
    private static final Duration SCAN_EVERY = Duration.ofSeconds(2);
    private static final Duration TELL_EVERY = Duration.ofSeconds(2);
    private static final Duration TELL_WITHIN = Duration.ofSeconds(10);
    private static final Duration CLEAN_EVERY = Duration.ofMinutes(1);

    /** Something that was started and can be stopped. */
    @FunctionalInterface
    private interface Part extends AutoCloseable {
        @Override
        void close();
    }

    private final Deque<Part> started = new ArrayDeque<>();
    private final List<TickRunner> loops = new ArrayList<>();
    private final Settings settings;
    private final Machine machine;
    private volatile boolean ready;

    private Server(Settings settings, Machine machine) {
        this.settings = settings;
        this.machine = machine;
    }

    /** What it needs to tell people. */
    record Up(Server server, URI url, String key) {}

    /**
     * @param onFailed called once when the database cannot be trusted any more: the process has to
     *     end, and truth is read at the next start
     */
    static Up start(Settings settings, Machine machine, Runnable onFailed) {
        Server server = new Server(settings, machine);
        try {
            return server.start(onFailed);
        } finally {
            if (!server.ready) {
                server.close();
            }
        }
    }

    private Up start(Runnable onFailed) {
        DataFolderLock lock = DataFolderLock.take(settings.server().data());
        keep(lock::close);
        Store store = Stores.open(settings, onFailed);
        keep(store::close);
        long incarnation = Stores.startIncarnation(store, machine);
        Registry registry = new Registry(incarnation, machine.ticker());
        Outside outside = Outside.of(settings, machine.environment(), machine.ticker());
        PinnedPipelines pipelines = new PinnedPipelines(store);
        Hands hands = HandsOn.everything(outside, store, pipelines, machine.ids());
        Switchboard switchboard = new Switchboard();
        Reaping reaping = new Reaping(settings, machine, store, outside, registry);
        Driver driver = new Driver(
                store,
                pipelines,
                hands,
                registry,
                machine.clock(),
                switchboard,
                reaping.takeover());
        Drives drives = new Drives(driver, DRIVES_MAX);
        keep(drives::close);

        TickRunner dispatcher =
                loop(new Dispatcher(store, drives, slots(), machine.clock()), DISPATCH_EVERY);
        Revocations revocations = new Revocations(store, machine.clock());
        Reaper reaper = reaping.runs(drives);
        TickRunner burying = loop(reaper, settings.reaper().interval());
        TickRunner reclaiming =
                loop(reaping.leases(revocations, drives), settings.reaper().interval());
        RunMonitor monitor = monitor(outside, store, drives, burying::wake);
        TickRunner watching = loop(monitor, settings.reaper().interval());
        TickRunner cleaning = loop(
                new Cleanup(store, new Checkouts(outside.mirrors(), outside.folders())),
                CLEAN_EVERY);
        TickRunner verifying = verifying(outside, store, drives);
        TickRunner scanning = loop(new Scan(store, registry, drives), SCAN_EVERY);
        switchboard.connect(new Switchboard.Connections(dispatcher::wake, monitor, drives));

        Outbox outbox = new Outbox(store, channels(), machine.clock());
        TickRunner telling = loop(outbox, TELL_EVERY);
        watching.start();
        if (settings.reaper().enabled()) {
            burying.start();
        }
        reclaiming.start();
        telling.start();
        dispatcher.start();
        scanning.start();
        verifying.start();
        cleaning.start();
        Surface surface = new Surface(settings, machine, store, outside);
        QueueParts parts = new QueueFigures(settings, driver, revocations)
                .parts(reaper, burying, verifying, scanning, outbox);
        Access access = surface.access();
        WebServer web = surface.web(
                access,
                new Surface.Engine(driver, drives, pipelines, revocations, parts),
                () -> notReady(store));
        keep(web::close);
        web.start();
        ready = true;
        log.info("server: incarnation {} at {}", incarnation, web.url());
        return new Up(this, web.url(), access.oneTimeKey());
    }

    private List<Channel> channels() {
        List<Channel> channels = new ArrayList<>(List.of(new LogChannel()));
        WebhookSettings webhook = settings.notices().webhook();
        if (webhook != null) {
            HttpCalls http = new HttpCalls(TELL_WITHIN);
            keep(http::close);
            channels.add(new WebhookChannel(http, webhook));
        }
        return channels;
    }

    private TickRunner verifying(Outside outside, Store store, Drives drives) {
        keep(outside.environments()::close);
        return loop(
                new Verifier(store, outside.environments(), drives, machine.clock()), VERIFY_EVERY);
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
                settings.jobs().concurrencyMax(), settings.jobs().commandsMax(), byProject);
    }

    private RunMonitor monitor(
            Outside outside, Store store, Drives drives, Runnable onSuspicion) {
        ExecutorService notices = Executors.newVirtualThreadPerTaskExecutor();
        keep(notices::shutdownNow);
        return new RunMonitor(
                store,
                outside.units(),
                new RunFacts(store, drives, machine.clock(), "run monitor"),
                notices,
                onSuspicion);
    }

    private List<String> notReady(Store store) {
        List<String> reasons = new ArrayList<>();
        if (!ready) {
            reasons.add("starting");
        }
        if (!store.healthy()) {
            reasons.add("store: stopped after an error; the server has to be restarted");
        }
        loops.stream()
                .filter(loop -> loop.figures().rounds() > 0
                        && loop.figures().rounds() == loop.figures().failures())
                .map(loop -> loop.name() + ": every round failed")
                .forEach(reasons::add);
        return reasons;
    }

    private TickRunner loop(Tick tick, Duration interval) {
        TickRunner runner =
                new TickRunner(tick, interval, machine.ticker()::nanos, machine.clock());
        keep(runner::close);
        loops.add(runner);
        return runner;
    }

    private void keep(Part stop) {
        started.push(stop);
    }

    /** The last started first; one that fails does not keep the others. */
    @Override
    public void close() {
        ready = false;
        if (!started.isEmpty()) {
            try (Part last = started.pop()) {
                log.debug("stopping {}", last);
            } finally {
                close();
            }
        }
    }
}
