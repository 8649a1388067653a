package dev.baton.main;

import dev.baton.config.Settings;
import dev.baton.effects.Effects;
import dev.baton.engine.DeployLimits;
import dev.baton.engine.Driver;
import dev.baton.engine.Nudge;
import dev.baton.engine.Pipelines;
import dev.baton.engine.Releases;
import dev.baton.intake.CommandIntake;
import dev.baton.intake.HoldIntake;
import dev.baton.intake.IntakeProject;
import dev.baton.intake.RevertIntake;
import dev.baton.intake.TaskIntake;
import dev.baton.jobs.Sweep;
import dev.baton.model.EnvironmentRules;
import dev.baton.model.Sha;
import dev.baton.store.Store;
import dev.baton.web.Access;
import dev.baton.web.AccessRole;
import dev.baton.web.AccessToken;
import dev.baton.web.HealthRoutes;
import dev.baton.web.HoldDesk;
import dev.baton.web.Holder;
import dev.baton.web.LogFollower;
import dev.baton.web.Routes;
import dev.baton.web.TaskDesk;
import dev.baton.web.WebServer;
import dev.baton.web.WebSettings;
import dev.baton.web.board.Board;
import dev.baton.web.board.BoardFeed;
import dev.baton.web.board.BoardParts;
import dev.baton.web.rest.CleanupRoutes;
import dev.baton.web.rest.EnvironmentRoutes;
import dev.baton.web.rest.LeaseRoutes;
import dev.baton.web.rest.LogRoutes;
import dev.baton.web.rest.MergeLeaseRoutes;
import dev.baton.web.rest.MergeLeases;
import dev.baton.web.rest.MetricsRoutes;
import dev.baton.web.rest.QueueParts;
import dev.baton.web.rest.QueueRoutes;
import dev.baton.web.rest.SessionRoutes;
import dev.baton.web.rest.TaskRoutes;
import dev.baton.workspace.Reverts;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Everything the server shows and takes over HTTP. */
final class Surface {
    private final Settings settings;
    private final Machine machine;
    private final Store store;
    private final Outside outside;
    private final MergeQueues queues;
    private final WebSettings listen;

    Surface(Settings settings, Machine machine, Store store, Outside outside, MergeQueues queues) {
        this.settings = settings;
        this.machine = machine;
        this.store = store;
        this.outside = outside;
        this.queues = queues;
        var server = settings.server().listen();
        this.listen = new WebSettings(
                server.host(),
                server.port(),
                settings.server().address(),
                settings.server().openMetrics());
    }

    Access access() {
        AccessToken token = AccessToken.openOrCreate(settings.server().token(), machine.random());
        List<Holder> others = settings.access().people().stream()
                .map(person -> new Holder(
                        person.name(),
                        AccessRole.valueOf(person.role().name()),
                        AccessToken.of(person.name(), person.token().reveal())))
                .toList();
        return new Access(
                listen, token, others, store, machine.clock(), machine.ticker(), machine.random());
    }

    /** What of the running engine the web asks and tells. */
    record Engine(
            Driver driver,
            Nudge nudge,
            Pipelines pipelines,
            Releases releases,
            QueueParts figures,
            LongSupplier reclaimedHeads,
            BoardFeed feed) {}

    WebServer web(Access access, Engine engine, Supplier<List<String>> notReady) {
        TaskDesk desk = desk(engine);
        HoldDesk holds = new MergeDesk(
                new HoldIntake(store, projects(), queues.alive(), engine.nudge(), machine.clock()));
        MergeLeases leases = new MergeLeases(store, queues.facts(engine.reclaimedHeads()));
        DecisionWords words = new DecisionWords(engine.driver());
        LogFollower logs = new LogFollower(store, outside.units()::logOf, outside.redaction());
        QueueRoutes queue = new QueueRoutes(store, engine.figures(), leases, machine.clock());
        Sweep sweep = Sweeping.of(settings, machine, store);
        Board board = new Board(
                store,
                machine.clock(),
                new BoardParts(
                        words,
                        desk,
                        engine.pipelines(),
                        queue::queue,
                        new MirrorDiff(outside.mirrors(), outside.redaction()),
                        logs,
                        engine.feed(),
                        access.signIn()));
        List<Routes> parts = List.of(
                new TaskRoutes(store, desk, words),
                new LogRoutes(store, logs),
                queue,
                new MergeLeaseRoutes(leases, holds),
                new EnvironmentRoutes(store, this::environments, holds, machine.clock()),
                new LeaseRoutes(store, engine.releases(), engine.nudge(), machine.clock()),
                new CleanupRoutes(request -> Sweeping.byHand(sweep, request)),
                new SessionRoutes(access.signIn()),
                new HealthRoutes(store, notReady),
                new MetricsRoutes(store, machine.clock(), List.of(failures(access))),
                board);
        return new WebServer(listen, access, board.errors(), parts);
    }

    private static MeterBinder failures(Access access) {
        return meters -> FunctionCounter.builder("baton.auth.failures", access, Access::failures)
                .register(meters);
    }

    private TaskDesk desk(Engine engine) {
        TaskIntake tasks = new TaskIntake(
                store,
                projects(),
                new ProjectPipelines(settings.projects(), outside.mirrors()),
                engine.nudge(),
                machine.clock());
        Reverts reverts = new Reverts(outside.mirrors());
        return new Desk(
                tasks,
                new CommandIntake(store, engine.pipelines(), engine.nudge(), machine.clock()),
                new RevertIntake(
                        store,
                        tasks,
                        (task, merged) -> built(reverts.build(task, merged)),
                        machine.clock()),
                machine.ids());
    }

    private static RevertIntake.Built built(Reverts.Built built) {
        return switch (built) {
            case Reverts.Reverted(Sha commit, Sha base) -> new RevertIntake.Ready(commit, base);
            case Reverts.Nothing(Sha base, String why) ->
                new RevertIntake.None(why + " at " + base.abbreviated());
            case Reverts.Conflict(Sha base, List<String> files) ->
                new RevertIntake.None("conflict with " + base.abbreviated() + " in "
                        + String.join(", ", files) + ". Next: file a task that mends it");
        };
    }

    private Map<String, List<EnvironmentRules>> environments(Instant now) {
        DeployLimits limits = Effects.deployLimits(outside.environments());
        return settings.projects().keySet().stream()
                .collect(Collectors.toMap(name -> name, name -> limits.rules(name, now)));
    }

    private Map<String, IntakeProject> projects() {
        Map<String, IntakeProject> projects = new HashMap<>();
        settings.projects()
                .forEach((name, project) -> projects.put(name, Protections.intake(settings, name)));
        return projects;
    }
}
