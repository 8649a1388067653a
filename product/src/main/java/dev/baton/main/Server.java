package dev.baton.main;

import dev.baton.config.Settings;
import dev.baton.engine.Driver;
import dev.baton.engine.Drives;
import dev.baton.engine.Hands;
import dev.baton.engine.Registry;
import dev.baton.jobs.Cleanup;
import dev.baton.jobs.Dispatcher;
import dev.baton.jobs.DispatcherSettings;
import dev.baton.jobs.RunMonitor;
import dev.baton.jobs.RunMonitorSettings;
import dev.baton.jobs.Scan;
import dev.baton.jobs.Verifier;
import dev.baton.loop.Tick;
import dev.baton.loop.TickRunner;
import dev.baton.model.JobKind;
import dev.baton.model.Role;
import dev.baton.model.Run;
import dev.baton.store.Store;
import dev.baton.web.Access;
import dev.baton.web.WebServer;
import dev.baton.web.board.BoardFeed;
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
        FolderHost.of(settings.server().data(), machine.host()).demand();
        Store store = Stores.open(settings, onFailed);
        keep(store::close);
        long incarnation = Stores.startIncarnation(store, machine);
        Registry registry = new Registry(incarnation, machine.ticker());
        Outside outside = Outside.of(settings, machine);
        PinnedPipelines pipelines = new PinnedPipelines(store);
        Hands hands = HandsOn.everything(outside, store, pipelines, machine.ids());
        Switchboard switchboard = new Switchboard();
        Driver driver = new Driver(store, pipelines, hands, registry, machine.clock(), switchboard);
        Drives drives = new Drives(driver, DRIVES_MAX);
        keep(drives::close);

        TickRunner dispatcher =
                loop(new Dispatcher(store, drives, slots(), machine.clock()), DISPATCH_EVERY);
        RunMonitor monitor = monitor(outside, store, drives);
        TickRunner watching = loop(monitor, settings.reaper().interval());
        TickRunner cleaning = loop(
                new Cleanup(store, new Checkouts(outside.mirrors(), outside.folders())),
                CLEAN_EVERY);
        TickRunner scanning = loop(new Scan(store, registry, drives), SCAN_EVERY);
        BoardFeed feed = new BoardFeed();
        switchboard.connect(new Switchboard.Connections(dispatcher::wake, monitor, feed, drives));

        watching.start();
        dispatcher.start();
        scanning.start();
        verify(outside, store, drives);
        cleaning.start();
        Surface surface = new Surface(settings, machine, store, outside);
        Access access = surface.access();
        WebServer web = surface.web(access, driver, drives, pipelines, feed, () -> notReady(store));
        keep(web::close);
        web.start();
        ready = true;
        log.info("server: incarnation {} at {}", incarnation, web.url());
        return new Up(this, web.url(), access.oneTimeKey());
    }

    private void verify(Outside outside, Store store, Drives drives) {
        keep(outside.environments()::close);
        loop(new Verifier(store, outside.environments(), drives, machine.clock()), VERIFY_EVERY)
                .start();
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

    private RunMonitor monitor(Outside outside, Store store, Drives drives) {
        ExecutorService notices = Executors.newVirtualThreadPerTaskExecutor();
        keep(notices::shutdownNow);
        return new RunMonitor(
                store,
                outside.units(),
                drives,
                machine.clock(),
                new RunMonitorSettings(settings.reaper().deadTicks()),
                run -> silence(outside, store, run),
                notices);
    }

    /** Only agents have a limit of silence: a test command may well say nothing for long. */
    private static Optional<Duration> silence(Outside outside, Store store, Run run) {
        if (run.kind() != JobKind.AGENT) {
            return Optional.empty();
        }
        return store.read(reads -> reads.tasks().byId(run.task()))
                .flatMap(task -> outside.agents().find(task.project(), new Role(run.jobName())))
                .map(agent -> agent.silence());
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
