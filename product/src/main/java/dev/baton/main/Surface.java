package dev.baton.main;

import dev.baton.config.Settings;
import dev.baton.engine.Driver;
import dev.baton.engine.Nudge;
import dev.baton.engine.Pipelines;
import dev.baton.engine.Revocations;
import dev.baton.intake.CommandIntake;
import dev.baton.intake.IntakeProject;
import dev.baton.intake.TaskIntake;
import dev.baton.store.Store;
import dev.baton.web.Access;
import dev.baton.web.AccessRole;
import dev.baton.web.AccessToken;
import dev.baton.web.HealthRoutes;
import dev.baton.web.LogFollower;
import dev.baton.web.Routes;
import dev.baton.web.TaskDesk;
import dev.baton.web.WebServer;
import dev.baton.web.WebSettings;
import dev.baton.web.board.Board;
import dev.baton.web.board.BoardFeed;
import dev.baton.web.board.BoardParts;
import dev.baton.web.rest.LeaseRoutes;
import dev.baton.web.rest.LogRoutes;
import dev.baton.web.rest.MetricsRoutes;
import dev.baton.web.rest.QueueParts;
import dev.baton.web.rest.QueueRoutes;
import dev.baton.web.rest.TaskRoutes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Everything the server shows and takes over HTTP. */
final class Surface {
    private final Settings settings;
    private final Machine machine;
    private final Store store;
    private final Outside outside;
    private final WebSettings listen;

    Surface(Settings settings, Machine machine, Store store, Outside outside) {
        this.settings = settings;
        this.machine = machine;
        this.store = store;
        this.outside = outside;
        var server = settings.server().listen();
        this.listen = new WebSettings(server.host(), server.port());
    }

    Access access() {
        AccessToken token = AccessToken.openOrCreate(settings.server().token(), machine.random());
        List<Access.Holder> others = settings.access().people().stream()
                .map(person -> new Access.Holder(
                        person.name(),
                        AccessRole.valueOf(person.role().name()),
                        AccessToken.of(person.name(), person.token().reveal())))
                .toList();
        return new Access(listen, token, others, machine.random());
    }

    WebServer web(
            Access access,
            Driver driver,
            Nudge nudge,
            Pipelines pipelines,
            BoardFeed feed,
            Supplier<List<String>> notReady) {
        TaskDesk desk = new Desk(
                new TaskIntake(
                        store,
                        projects(),
                        new ProjectPipelines(settings.projects(), outside.mirrors()),
                        nudge,
                        machine.clock()),
                new CommandIntake(store, pipelines, nudge, machine.clock()),
                machine.ids());
        DecisionWords words = new DecisionWords(driver);
        LogFollower logs = new LogFollower(store, outside.units()::logOf, outside.redaction());
        Revocations revocations = new Revocations(store, machine.clock());
        QueueRoutes queue = new QueueRoutes(store, parts(revocations), machine.clock());
        Board board = new Board(
                store,
                machine.clock(),
                new BoardParts(
                        words,
                        desk,
                        pipelines,
                        queue::queue,
                        new MirrorDiff(outside.mirrors()),
                        logs,
                        feed));
        List<Routes> parts = List.of(
                new TaskRoutes(store, desk, words),
                new LogRoutes(store, logs),
                queue,
                new LeaseRoutes(store, revocations, nudge),
                new HealthRoutes(store, notReady),
                new MetricsRoutes(store, machine.clock(), List.of()),
                board);
        return new WebServer(listen, access, board.errors(), parts);
    }

    private static QueueParts parts(Revocations revocations) {
        return new QueueParts(
                QueueParts.ABSENT.reaper(),
                QueueParts.ABSENT.reconciler(),
                QueueParts.ABSENT.verifier(),
                QueueParts.ABSENT.outbox(),
                QueueParts.ABSENT.takeovers(),
                revocations::count);
    }

    private Map<String, IntakeProject> projects() {
        Map<String, IntakeProject> projects = new HashMap<>();
        settings.projects()
                .forEach((name, project) -> projects.put(
                        name,
                        new IntakeProject(
                                name,
                                project.base(),
                                outside.agents().roles(name),
                                project.environments().keySet(),
                                settings.reaper().timeoutMax())));
        return projects;
    }
}
