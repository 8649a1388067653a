package dev.baton.main;

import dev.baton.config.DataFolder;
import dev.baton.config.ServerSettings.Listen;
import dev.baton.config.Settings;
import dev.baton.engine.DeploysInHand;
import dev.baton.engine.Driver;
import dev.baton.engine.Drives;
import dev.baton.engine.Leases;
import dev.baton.engine.Registry;
import dev.baton.engine.Releases;
import dev.baton.engine.Revocations;
import dev.baton.git.Git;
import dev.baton.store.Store;
import dev.baton.web.Access;
import dev.baton.web.AccessToken;
import dev.baton.web.WebServer;
import dev.baton.web.board.BoardFeed;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

    /** Something that was started and can be stopped. */
    @FunctionalInterface
    private interface Part extends AutoCloseable {
        @Override
        void close();
    }

    private final Deque<Part> started = new ArrayDeque<>();
    private final Settings settings;
    private final Machine machine;
    private volatile boolean ready;
    private volatile @Nullable Actors actors;

    private Server(Settings settings, Machine machine) {
        this.settings = settings;
        this.machine = machine;
    }

    /**
     * What it needs to tell people.
     *
     * @param url for clients
     * @param link for a browser, once
     */
    record Up(Server server, URI url, String link) {}

    /**
     * @param accept the operator says that the settings are what they should be
     * @param onFailed called once when the database cannot be trusted any more: the process has to
     *     end, and truth is read at the next start
     */
    static Up start(Settings settings, Machine machine, boolean accept, Runnable onFailed) {
        Server server = new Server(settings, machine);
        try {
            return server.start(accept, onFailed);
        } finally {
            if (!server.ready) {
                server.close();
            }
        }
    }

    private Up start(boolean accept, Runnable onFailed) {
        DataFolderLock lock = DataFolderLock.take(settings.server().data());
        keep(lock::close);
        FolderHost.of(settings.server().data(), machine.host()).demand();
        Git git = new Git(Outside.gitSettings(settings, machine.environment()));
        new Acceptance(settings, git).demand(accept);
        DataFolder.checkout(settings.server().data())
                .ifPresent(checkout -> log.warn(
                        "data folder {}: lies in the checkout {}, which what agents commit can come"
                                + " to. Next: stop the server, then ./baton doctor --move-data",
                        settings.server().data(),
                        checkout));
        SqliteLibrary.unpackInto(settings.server().data());
        Failpoints failpoints = Failpoints.of(settings);
        Store store = failpoints.over(Stores.open(settings, machine, onFailed));
        keep(store::close);
        long incarnation = Stores.startIncarnation(store, machine);
        log.info("server: incarnation {}", incarnation);
        return run(store, new Registry(incarnation, machine.ticker()), failpoints);
    }

    private Up run(Store store, Registry registry, Failpoints failpoints) {
        Outside outside = Outside.of(settings, machine, failpoints.launches());
        MergeQueues queues = new MergeQueues(settings.mergeLease(), machine);
        PinnedPipelines pipelines = new PinnedPipelines(store);
        Switchboard switchboard = new Switchboard();
        Driver driver = new Driver(
                store,
                pipelines,
                HandsOn.everything(outside, store, pipelines, machine.ids(), failpoints),
                new Leases(queues.turns(), Reaping.takeover(settings, registry)),
                registry,
                machine.clock(),
                switchboard);
        Drives drives = new Drives(driver, DRIVES_MAX, new DeploysInHand(store, machine.ticker()));
        keep(drives::close);
        Revocations revocations = new Revocations(store, machine.clock());
        Actors running = new Actors(
                settings,
                machine,
                new Actors.Ground(
                        store, outside, drives, registry, revocations, queues, failpoints));
        actors = running;
        keep(running::close);
        BoardFeed feed = new BoardFeed();
        switchboard.connect(new Switchboard.Connections(
                running::wakeDispatcher, running.monitor(), feed, drives));
        running.start();
        Surface.Engine engine = new Surface.Engine(
                driver,
                drives,
                pipelines,
                new Releases(
                        store, registry, Reaping.patience(settings), machine.ticker(), revocations),
                new QueueFigures(settings, driver, revocations).parts(running.figures()),
                running::reclaimedHeads,
                feed);
        return listen(new Surface(settings, machine, store, outside, queues), engine);
    }

    private Up listen(Surface surface, Surface.Engine engine) {
        Access access = surface.access();
        WebServer web = surface.web(access, engine, this::notReady);
        keep(web::close);
        web.start();
        Listen listen = new Listen(settings.server().listen().host(), web.url().getPort());
        AccessToken.belongsTo(settings.server().token(), "http://" + listen);
        ready = true;
        log.info("server: at {}", web.url());
        return new Up(this, web.url(), web.board() + access.signIn().firstLink());
    }

    private List<String> notReady() {
        List<String> reasons = new ArrayList<>();
        if (!ready) {
            reasons.add("starting");
        }
        Actors running = actors;
        if (running != null) {
            reasons.addAll(running.troubles());
        }
        return reasons;
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
