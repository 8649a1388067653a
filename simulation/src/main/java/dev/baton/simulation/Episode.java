package dev.baton.simulation;

import dev.baton.intake.NewCommand;
import dev.baton.model.Command;
import dev.baton.simulation.Clones.Outcome;
import dev.baton.simulation.Protocol.Standing;
import dev.baton.simulation.Server.Duty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One schedule, from an empty database to its verdict. Used once. */
final class Episode {
    /** Far more rounds than the longest honest way from filed to merged needs. */
    static final int ROUNDS_MAX = 300;

    private static final List<Command.Kind> COMMANDS = List.of(Command.Kind.values());
    private static final int WORK_PER_ROUND_MAX = 500;
    private static final Duration ROUND = Duration.ofSeconds(60);
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private final Schedule schedule;
    private final Protocol protocol;
    private final Database database;
    private final World world;
    private final Trace trace;
    private final List<Server> servers = new ArrayList<>();
    private final Map<Duty, Long> lastRounds = new HashMap<>();
    private int started;
    private int commands;
    private int rounds;

    Episode(Schedule schedule, Protocol protocol, Database database, Trace trace) {
        this.schedule = schedule;
        this.protocol = protocol;
        this.database = database;
        this.trace = trace;
        this.world = new World(schedule.seed(), FencedServer.PROJECTS);
        world.fibers().trace(trace);
        world.ledger().watch((key, subject) -> protocol.applied(world, database, key, subject));
    }

    World world() {
        return world;
    }

    Outcomes run() {
        database.reset();
        database.statements(() -> world.fibers().reached(Place.STATEMENT, "statement"));
        protocol.prepare(database);
        for (Move move : schedule.moves()) {
            trace.line(move::toString);
            if (move.fault() != null) {
                world.fibers().arm(move.fault());
            }
            happen(move);
            afterwards();
            if (!world.violations().isEmpty()) {
                break;
            }
        }
        if (world.violations().isEmpty()) {
            rounds = calm();
        }
        world.fibers().paused().forEach(fiber -> fiber.host().die());
        world.fibers().bury();
        return Outcomes.of(world, rounds);
    }

    private void afterwards() {
        world.time().advance(Duration.ofMillis(10));
        servers.forEach(server -> end(server.host()));
        servers.removeIf(server -> !server.host().alive());
        world.fibers().bury();
    }

    // --- the moves ------------------------------------------------------------------------------

    private void happen(Move move) {
        switch (move.kind()) {
            case WORK -> work(server(move), move);
            case DUTY -> duty(server(move), move);
            // Not always to the end: what lives is what reapers look at.
            case ROUND -> wholeRound(server(move), move.a() % 3 != 0);
            case RESUME -> resume(move);
            case LAND -> land(move.a());
            case END_RUN -> endRun(move);
            case BREAK_RUN -> breakRun(move, world.units().living());
            case BREAK_DEPLOY -> breakDeploy(move);
            case ADVANCE -> world.time().advance(Duration.ofSeconds(1L + move.a() % 90));
            case JUMP -> world.time().jump(Duration.ofMinutes((move.a() - 500L) / 20));
            case CRASH -> crash(move);
            case SECOND_SERVER -> start();
            case REBOOT -> reboot();
            case COMMAND -> command(move, 1);
            case HOLD -> hold(server(move), move.a());
            case FILE -> file(move);
            case SUSPECT -> {
                onTask(move, (server, task) -> server.suspect(task.task()));
                onTask(move, (server, task) -> server.driveDirectly(task.task()));
            }
            case DRIVE -> onTask(move, (server, task) -> server.driveDirectly(task.task()));
            case PERSON_PUSHES -> repository(move).personPushes();
            case PERSON_ROLLS_BACK -> repository(move).personRollsBack();
            case DIRTY -> repository(move).dirty = !repository(move).dirty;
            case CONFLICT -> world.conflict();
            case STORM -> storm(move);
        }
    }

    /** Mostly the newest; an older one lives on where nobody noticed. */
    private Server server(Move move) {
        if (servers.isEmpty()) {
            return start();
        }
        int back = move.b() % 4 == 0 ? move.b() / 4 % servers.size() : 0;
        return servers.get(servers.size() - 1 - back);
    }

    private Server start() {
        started++;
        Server server = protocol.start(world, database, new Host(started));
        servers.add(server);
        trace.line(() -> "  server " + started + " starts");
        return server;
    }

    private void work(Server server, Move move) {
        if (server.host().idle()) {
            onTask(move, (s, task) -> s.nudge(task.task()));
        } else {
            Host.Pending next = server.host().take(move.a());
            if (busy(server, next.name())) {
                server.host().submit(next.name(), next.body());
            } else {
                run(server, next.name(), next.body());
            }
        }
    }

    private void duty(Server server, Move move) {
        Duty duty = server.duties().get(move.a() % server.duties().size());
        if (!busy(server, duty.name())) {
            round(server, duty);
        }
    }

    /** Whether a thread stands still in the round of that duty: a loop has one at a time. */
    private boolean busy(Server server, String name) {
        return server.duties().stream().anyMatch(duty -> duty.name().equals(name))
                && world.fibers().paused().stream()
                        .anyMatch(paused ->
                                paused.host() == server.host() && paused.name().equals(name));
    }

    private void round(Server server, Duty duty) {
        long now = world.time().nanos();
        long last = lastRounds.getOrDefault(duty, now);
        lastRounds.put(duty, now);
        Duration elapsed = Duration.ofNanos(now - last);
        Duration watched = elapsed.compareTo(INTERVAL) > 0 ? INTERVAL : elapsed;
        run(server, duty.name(), () -> guarded(() -> duty.round(watched)));
    }

    /** The loop outlives whatever a round throws, as the product's does. */
    private void guarded(Runnable round) {
        try {
            round.run();
        } catch (RuntimeException e) {
            trace.line(() -> "  the round failed: " + e);
        }
    }

    private void run(Server server, String name, Runnable body) {
        if (server.host().alive()) {
            trace.line(() -> "  " + name + "@" + server.host().number());
            world.fibers().run(server.host(), name, body);
            end(server.host());
            // Before the next thread covers up what this one did.
            protocol.inspect(world, database, false);
        }
    }

    /** A server whose store failed ends as soon as the thread that was told so stops. */
    private static void end(Host host) {
        if (host.failing()) {
            host.die();
        }
    }

    private void resume(Move move) {
        List<Fiber> paused = world.fibers().paused();
        if (!paused.isEmpty()) {
            Fiber fiber = paused.get(move.a() % paused.size());
            trace.line(() -> "  " + fiber.name() + " goes on from " + fiber.stoodAt());
            world.fibers().resume(fiber);
        }
    }

    private void land(int index) {
        List<Network.Flying> flying = world.network().flying();
        if (!flying.isEmpty()) {
            Network.Flying request = flying.remove(index % flying.size());
            trace.line(() -> "  " + request.name() + " lands");
            request.lands().run();
        }
    }

    private void endRun(Move move) {
        List<UnitProcess> living = world.units().living();
        if (!living.isEmpty()) {
            UnitProcess process = living.get(move.a() % living.size());
            end(process, Outcome.drawn(move.b()));
        }
    }

    private void end(UnitProcess process, Outcome outcome) {
        trace.line(() -> "  " + process.unit() + " ends " + outcome);
        world.units()
                .exits(
                        process,
                        process.deploys()
                                ? world.targets().deploys(process, outcome)
                                : world.clones().work(process, outcome, world.commits()));
    }

    private void breakRun(Move move, List<UnitProcess> living) {
        if (living.isEmpty()) {
            return;
        }
        UnitProcess process = living.get(move.a() % living.size());
        trace.line(() -> "  " + process.unit() + " is broken");
        if (move.b() % 2 == 0) {
            world.clones().charged().add(process.unit());
            world.units().vanishes(process);
        } else {
            process.wrapperLives = false;
        }
    }

    private void breakDeploy(Move move) {
        List<UnitProcess> deploys = world.units().deploying();
        world.targets().nextFails(deploys.isEmpty());
        if (move.b() % 3 != 0) {
            breakRun(move, deploys);
        } else if (!deploys.isEmpty()) {
            end(deploys.get(move.a() % deploys.size()), Outcome.EXIT_1);
        }
    }

    private void crash(Move move) {
        if (!servers.isEmpty()) {
            server(move).host().die();
        }
    }

    private void reboot() {
        world.units().reboot();
        servers.forEach(server -> server.host().die());
    }

    private Repository repository(Move move) {
        List<Repository> all = world.repositories();
        return all.get(move.a() % all.size());
    }

    private void hold(Server server, int drawn) {
        run(server, "people", () -> server.hold(drawn));
    }

    private void file(Move move) {
        Server server = server(move);
        int item = move.a() % 4;
        String project = FencedServer.PROJECTS.get(item / 3);
        run(server, "webhook", () -> server.file(project, item));
    }

    private void command(Move move, int times) {
        List<Standing> tasks = protocol.standings(database);
        if (tasks.isEmpty()) {
            return;
        }
        Command.Kind kind = COMMANDS.get(move.b() % COMMANDS.size());
        Standing task = tasks.get(move.a() % tasks.size());
        String id = "comment-" + commands++;
        String stage = protocol.stages().get(move.b() / 7 % protocol.stages().size());
        NewCommand command = new NewCommand(
                id, task.key(), kind, kind == Command.Kind.MOVE ? stage : null, null, "anna");
        for (int i = 0; i < times; i++) {
            Server server = server(move);
            run(server, "command", () -> server.command(command));
        }
    }

    /** The same delivery thrice, and every task looked at twice. */
    private void storm(Move move) {
        command(move, 3);
        Server server = server(move);
        for (Standing task : protocol.standings(database)) {
            server.nudge(task.task());
            server.nudge(task.task());
        }
        file(move);
        file(move);
    }

    /** What somebody does about a task through a server. */
    @FunctionalInterface
    private interface About {
        void act(Server server, Standing task);
    }

    private void onTask(Move move, About about) {
        List<Standing> tasks = protocol.standings(database);
        if (!tasks.isEmpty()) {
            Server server = server(move);
            Standing task = tasks.get(move.a() % tasks.size());
            run(server, move.kind().name(), () -> about.act(server, task));
        }
    }

    // --- faults have stopped --------------------------------------------------------------------

    /** Answers after how many rounds everything was at rest. */
    private int calm() {
        trace.line(() -> "faults stop");
        world.fibers().arm(null);
        world.repositories().forEach(repository -> repository.dirty = false);
        while (servers.size() > 1) {
            servers.removeFirst().host().die();
        }
        world.fibers().bury();
        Server server = servers.isEmpty() ? start() : servers.getFirst();
        List.copyOf(world.fibers().paused()).forEach(f -> world.fibers().resume(f));
        world.targets().nextFails(false);
        for (int round = 1; round <= ROUNDS_MAX; round++) {
            // Only where somebody watches points: in a schedule there are no faults any more.
            if (!server.host().alive()) {
                world.fibers().bury();
                server = start();
            }
            List.copyOf(world.fibers().paused()).forEach(f -> world.fibers().resume(f));
            run(server, "people", server::letGo);
            if (wholeRound(server, true)) {
                everythingLands();
                protocol.inspect(world, database, true);
                return round;
            }
            land(0);
        }
        protocol.standings(database).stream()
                .filter(task -> !task.resting())
                .forEach(
                        task -> world.violation(protocol.kindOfStuck(database, task), task.text()));
        return ROUNDS_MAX;
    }

    private boolean wholeRound(Server server, boolean ending) {
        world.time().advance(ROUND);
        for (Duty duty : server.duties()) {
            if (!busy(server, duty.name())) {
                round(server, duty);
            }
        }
        for (int i = 0; i < WORK_PER_ROUND_MAX && !server.host().idle(); i++) {
            work(server, new Move(Move.Kind.WORK, 0, 0, null));
        }
        if (ending) {
            world.units().living().forEach(process -> end(process, Outcome.GOOD));
        }
        boolean rest = true;
        for (Standing task : protocol.standings(database)) {
            rest &= task.resting();
            Command.Kind asks = task.asks();
            if (asks != null) {
                NewCommand said = new NewCommand(
                        asks + "-" + commands++, task.key(), asks, null, null, "anna");
                run(server, "command", () -> server.command(said));
            }
        }
        return rest && server.host().idle();
    }

    /** Whatever is still under way arrives when nobody waits for it any more. */
    private void everythingLands() {
        while (!world.network().flying().isEmpty()) {
            land(0);
        }
    }
}
