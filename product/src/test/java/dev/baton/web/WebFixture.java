package dev.baton.web;

import dev.baton.api.CleanupRequest;
import dev.baton.api.CleanupView;
import dev.baton.engine.Patience;
import dev.baton.engine.Registry;
import dev.baton.engine.Releases;
import dev.baton.engine.Revocations;
import dev.baton.intake.HoldIntake;
import dev.baton.intake.IntakeProject;
import dev.baton.model.Command;
import dev.baton.model.EnvironmentRules;
import dev.baton.model.JobKind;
import dev.baton.model.Pipeline;
import dev.baton.model.RunState;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskStatus;
import dev.baton.model.WorkItem;
import dev.baton.pipeline.PipelineParser;
import dev.baton.store.Store;
import dev.baton.store.Store.Step;
import dev.baton.store.TaskWrites.Edge;
import dev.baton.store.TaskWrites.NewTask;
import dev.baton.store.WorkWrites.NewJob;
import dev.baton.store.WorkWrites.NewRun;
import dev.baton.store.WriteResult;
import dev.baton.store.jdbc.SqliteSettings;
import dev.baton.store.jdbc.SqliteStores;
import dev.baton.text.Redaction;
import dev.baton.web.board.Board;
import dev.baton.web.board.BoardFeed;
import dev.baton.web.board.BoardParts;
import dev.baton.web.board.DiffSource;
import dev.baton.web.rest.CleanupRoutes;
import dev.baton.web.rest.EnvironmentRoutes;
import dev.baton.web.rest.LeaseRoutes;
import dev.baton.web.rest.LogRoutes;
import dev.baton.web.rest.MergeLeaseFacts;
import dev.baton.web.rest.MergeLeaseRoutes;
import dev.baton.web.rest.MergeLeases;
import dev.baton.web.rest.MetricsRoutes;
import dev.baton.web.rest.QueueParts;
import dev.baton.web.rest.QueueRoutes;
import dev.baton.web.rest.SessionRoutes;
import dev.baton.web.rest.TaskRoutes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real server on a free loopback port over a real SQLite file, with a desk that writes there. */
public final class WebFixture implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2026-11-23T21:30:00Z");
    public static final Pipeline PIPELINE = PipelineParser.parse(
                    "test", "stages: [{name: development, role: developer}, {name: review}]")
            .orFail();
    public static final String SECRET = "s3cr3t-value";

    /** One of each role but the server's own, with {@code token-of-ROLE-0000} as token. */
    public static final List<Holder> HOLDERS = Stream.of(
                    AccessRole.VIEWER, AccessRole.APPROVER, AccessRole.OPERATOR)
            .map(role -> new Holder(
                    "a " + role, role, AccessToken.of(role.name(), "token-of-" + role + "-0000")))
            .toList();

    private static final MergeLeaseFacts LEASE_FACTS =
            new MergeLeaseFacts(true, null, "1h", "30m", () -> 0);

    public final Path data;
    public final Store store;
    public final AccessToken token;
    public final Path tokenFile;
    public final Access access;
    private static final Set<String> ENVIRONMENTS = Set.of("staging", "production");

    public final WebServer server;
    public final List<String> notReady = new ArrayList<>();
    public final BoardFeed feed = new BoardFeed();
    public volatile Instant now = NOW;
    /** Before a log is read for somebody, on the thread that does so. */
    public volatile Runnable beforeALog = () -> {};

    public volatile long nanos;
    public volatile Optional<DiffSource.Diff> diff = Optional.empty();
    /** Whoever owns a task as incarnation 1 and was begun here is living. */
    public final Registry living = new Registry(1, () -> 0);

    public final HttpClient http = HttpClient.newHttpClient();

    public WebFixture(Path data) {
        this(data, new WebSettings("127.0.0.1", 0), QueueParts.ABSENT);
    }

    public WebFixture(Path data, WebSettings settings, QueueParts parts) {
        this(data, settings, parts, HOLDERS);
    }

    public WebFixture(Path data, WebSettings settings, QueueParts parts, List<Holder> holders) {
        this.data = data;
        this.store = SqliteStores.open(SqliteSettings.in(data), () -> {});
        this.tokenFile = data.resolve("token");
        this.token = AccessToken.openOrCreate(tokenFile, new Random(1));
        this.access =
                new Access(settings, token, holders, store, () -> now, () -> nanos, new Random(2));
        DecisionText decisions =
                task -> new DecisionText.Explained("await", "waits for " + task.stage());
        Redaction redact = Redaction.of(List.of(SECRET));
        InstantSource clock = () -> now;
        MergeLeases leases = new MergeLeases(store, LEASE_FACTS);
        LogFollower logs = new LogFollower(store, this::opened, redact);
        QueueRoutes queue = new QueueRoutes(store, parts, leases, clock);
        TaskDesk desk = new StoreDesk();
        Board board = new Board(
                store,
                clock,
                new BoardParts(
                        decisions,
                        desk,
                        digest -> PIPELINE,
                        queue::queue,
                        task -> diff,
                        logs,
                        feed,
                        access.signIn()));
        this.server = new WebServer(
                settings,
                access,
                board.errors(),
                routes(board, queue, leases, logs, new TaskRoutes(store, desk, decisions)));
        server.start();
        AccessToken.belongsTo(tokenFile, server.url().toString());
    }

    private List<Routes> routes(
            Board board,
            QueueRoutes queue,
            MergeLeases leases,
            LogFollower logs,
            TaskRoutes tasks) {
        InstantSource clock = () -> now;
        return List.of(
                tasks,
                new LogRoutes(store, logs),
                queue,
                new MergeLeaseRoutes(leases, holds(clock)),
                new EnvironmentRoutes(store, WebFixture::environments, holds(clock), clock),
                new LeaseRoutes(store, releases(clock), (task, actor) -> {}, clock),
                new CleanupRoutes(WebFixture::cleanup),
                new SessionRoutes(access.signIn()),
                new HealthRoutes(store, () -> List.copyOf(notReady)),
                new MetricsRoutes(store, clock, List.of()),
                board);
    }

    /** By the ticker; one thread at a time. */
    void pass(Duration time) {
        long then = nanos;
        nanos = then + time.toNanos();
    }

    private Releases releases(InstantSource clock) {
        return new Releases(
                store,
                living,
                Patience.untilTheDeadline(Duration.ofSeconds(30)),
                () -> 0,
                new Revocations(store, clock));
    }

    /** One that is open, and one whose window begins in the morning. */
    private static Map<String, List<EnvironmentRules>> environments(Instant now) {
        return Map.of(
                "SHOP",
                List.of(
                        new EnvironmentRules("staging", true, null),
                        new EnvironmentRules(
                                "production", true, Instant.parse("2026-11-24T08:00:00Z"))));
    }

    private HoldDesk holds(InstantSource clock) {
        return new StoreHolds(new HoldIntake(
                store,
                Map.of(
                        "SHOP",
                        new IntakeProject(
                                "SHOP", "main", Set.of(), ENVIRONMENTS, Duration.ofHours(1), null)),
                process -> process.osBootId().equals("boot-1"),
                (task, actor) -> {},
                clock));
    }

    private Path opened(String unit) {
        beforeALog.run();
        return log(unit);
    }

    public Path log(String unit) {
        return data.resolve(unit + ".log");
    }

    /** A desk with the rules of the real one, as far as these tests need them. */
    private final class StoreDesk implements TaskDesk {
        @Override
        public Reverted revert(String key, String actor) {
            return store.read(reads -> reads.tasks().byKey(key))
                    .<Reverted>map(task -> new NotReverted("revert of " + key + ": nothing landed"))
                    .orElseGet(NoTask::new);
        }

        @Override
        public Filed file(Filing filing) {
            String project = filing.project() == null ? "SHOP" : filing.project();
            if (!project.equals("SHOP")) {
                return new Refused(
                        Why.NO_PROJECT,
                        "task not filed: unknown project '" + project + "'. Next: use SHOP");
            }
            if (filing.title().isBlank()) {
                return new Refused(
                        Why.INVALID, "task not filed: title: expected some text, found none");
            }
            String source = filing.sourceId();
            Optional<Task> there = source == null
                    ? Optional.empty()
                    : store.read(reads -> reads.tasks().bySource(project, source));
            return there.isPresent()
                    ? new Existing(there.get())
                    : new Created(insert(filing.title(), filing.body(), source));
        }

        @Override
        public Commanded command(Order order) {
            Task task = task(order.key());
            if (order.kind() == Command.Kind.RESUME && task.status() == TaskStatus.LIVE) {
                return new Conflict("resume " + order.key()
                        + ": expected a task that is PAUSED or PARKED, found it LIVE");
            }
            return new Accepted();
        }
    }

    public Task insert(String title, String body, @Nullable String source) {
        return write(tx -> {
            tx.tasks().keepPipeline("d1", "stages: []");
            return tx.tasks()
                    .insert(
                            new NewTask(
                                    "SHOP",
                                    new WorkItem(title, body, source, null, "ann", 0),
                                    "d1",
                                    "main",
                                    NOW),
                            key -> "baton/" + key);
        });
    }

    public Task task(String key) {
        return store.read(reads -> reads.tasks().byKey(key).orElseThrow());
    }

    /** A run of the task in the state it is in. */
    public String run(Task task, int ordinal) {
        String unit = "shop-1-v" + task.visit() + "-developer-" + ordinal;
        write(tx -> {
            var job = tx.work()
                    .queue(new NewJob(
                            task.id(),
                            task.visit(),
                            JobKind.AGENT,
                            "developer" + ordinal,
                            null,
                            2,
                            0,
                            NOW));
            tx.work().grant(job.id(), NOW);
            return tx.work()
                    .intend(job, new NewRun(ordinal, unit, Duration.ofMinutes(45), null, NOW));
        });
        return unit;
    }

    public void end(String unit) {
        write(tx -> tx.work().ended(unit, RunState.EXITED, 0, "", NOW));
    }

    /** Takes the task out at the end. */
    public void finish(String key) {
        Task task = task(key);
        write(tx -> tx.tasks()
                .enter(
                        new Edge(task.id(), task.epoch(), task.stage(), StageId.DONE),
                        false,
                        TaskStatus.DONE,
                        NOW));
    }

    public <T> T write(java.util.function.Function<dev.baton.store.Tx, T> work) {
        WriteResult<T> result = store.write("test", tx -> Step.commit(work.apply(tx)));
        if (result instanceof WriteResult.Committed<T> committed) {
            return committed.value();
        }
        throw new IllegalStateException("test write: expected committed, found " + result);
    }

    public HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With the token. */
    public HttpResponse<String> get(String path) {
        return send(authorized(to(path)));
    }

    /** A browser that nobody has signed in. */
    public WebBrowser browser() {
        return new WebBrowser(server.url().getPort());
    }

    /** A browser of the server's own token. */
    public WebBrowser signedIn() {
        return browser().signIn(access.signIn().firstLink(), true);
    }

    /** With the token, as JSON. */
    public HttpResponse<String> post(String path, String body) {
        return send(authorized(to(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public HttpRequest.Builder authorized(HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + tokenText());
    }

    public String tokenText() {
        try {
            return java.nio.file.Files.readString(tokenFile).strip().split(" ", 2)[0];
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The status of a request with headers that an ordinary client does not let one write. */
    public int status(String method, String path, String... headers) {
        String request = method + " " + path + " HTTP/1.1\r\nConnection: close\r\n"
                + String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList())
                + "\r\n";
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.url().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.substring(9, 12));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public String ownHost() {
        return "Host: 127.0.0.1:" + server.url().getPort();
    }

    /** As if one clone were old enough. */
    private static CleanupView cleanup(CleanupRequest request) {
        return new CleanupView(
                request.dryRun(),
                List.of(new CleanupView.Removed("CLONE", "SHOP-1", "SHOP-1", NOW)));
    }

    @Override
    public void close() {
        server.close();
        http.close();
        store.close();
    }
}
