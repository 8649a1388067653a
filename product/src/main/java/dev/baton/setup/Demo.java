package dev.baton.setup;

import dev.baton.api.Json;
import dev.baton.api.NewTaskRequest;
import dev.baton.api.TaskView;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One demo: a sample, a server as a child process, one work item, and the proof. Whatever happens,
 * no process of it is left behind.
 */
final class Demo {
    /** As a shell says of a command that was interrupted. */
    static final int INTERRUPTED = 130;

    /** Seeds that we give ourselves are short, since people type them again. */
    private static final long SEED_BOUND = 1_000_000;

    /** Seconds that an agent rests in chaos, so that kills find agents at work too. */
    private static final String PACE = "0.5";

    private static final Path PROC = Path.of("/proc");

    private final DemoOptions options;
    private final Surroundings around;
    private final PrintStream say;
    private final long started;

    Demo(DemoOptions options, Surroundings around) {
        this.options = options;
        this.around = around;
        this.say = options.json() ? around.err() : around.out();
        this.started = around.nanos().getAsLong();
    }

    /** The exit code. */
    int run() {
        try (GitHome git = GitHome.open(around);
                Interruption interruption = Interruption.listen()) {
            git.require();
            int port = options.freePort();
            List<String> program = options.store() == DemoStore.POSTGRESQL
                    ? DemoPostgresql.program(around)
                    : List.of();
            DemoFolder folder = DemoFolder.make(
                    options.dir(),
                    around.folder(),
                    LocalDateTime.ofInstant(around.clock().instant(), around.zone()));
            DemoSample sample = new DemoSample(git.git(), JavaWord.of(around));
            DemoSample.Made made = sample.make(folder);
            boolean deploys = Course.of(options.pipeline()).deploys();
            try (DemoSites sites = deploys ? DemoSites.start(folder) : DemoSites.NONE;
                    DemoDatabase database = database(program, folder, interruption)) {
                if (interruption.asked()) {
                    return INTERRUPTED;
                }
                sample.equip(folder, equipment(port, folder, database), sites);
                DemoProof proof =
                        new DemoProof(git.git(), folder, sample, made, sites, options.store());
                return serve(folder, "http://127.0.0.1:" + port, proof, database, interruption);
            }
        }
    }

    private DemoDatabase database(
            List<String> program, DemoFolder folder, Interruption interruption) {
        return program.isEmpty()
                ? DemoDatabase.SQLITE
                : DemoPostgresql.start(program, folder.database(), around.nanos(), interruption);
    }

    private DemoSample.Equipment equipment(int port, DemoFolder folder, DemoDatabase database) {
        return new DemoSample.Equipment(
                port,
                options.pipeline(),
                options.kills() == null ? "0" : PACE,
                again(folder.settings().toString()),
                database.settings());
    }

    private int serve(
            DemoFolder folder,
            String address,
            DemoProof proof,
            DemoDatabase database,
            Interruption interruption) {
        DemoServer server = DemoServer.start(folder, around);
        Leftovers leftovers = new Leftovers(PROC, folder.root());
        Stop stop = new Stop(server, database, leftovers, interruption);
        boolean whole = false;
        try (DemoClient client = new DemoClient(address, folder.data().resolve("token"))) {
            Readiness readiness = new Readiness(client, server, interruption, around.nanos());
            Running running = new Running(
                    client, server, new Victim(server, readiness, leftovers), interruption);
            Optional<Travelled> travelled = travel(folder, address, running);
            if (travelled.isEmpty()) {
                return INTERRUPTED;
            }
            BigDecimal seconds = BigDecimal.valueOf(seconds()).setScale(1, RoundingMode.HALF_UP);
            if (!options.serve()) {
                stop.all();
            }
            Travelled to = travelled.get();
            DemoProof.Found found = proof.look(to.task(), to.history(), to.chaos(), seconds);
            whole = found.report().result().equals(DemoReport.DONE);
            tell(found, to);
            if (options.serve()) {
                say.println("The server stays up until Ctrl-C: " + server.board(address));
                interruption.forever();
            }
            return whole ? 0 : SetupFailure.FAILED;
        } finally {
            int killed = stop.all();
            if (!whole || options.serve()) {
                kept(folder, database, killed);
            }
        }
    }

    /** What there is while a task is on its way. */
    private record Running(
            DemoClient client, DemoServer server, Victim victim, Interruption interruption) {}

    /** A task at its end. */
    private record Travelled(TaskView task, DemoHistory history, ChaosOutcome chaos) {}

    /** Empty if somebody asked to end first. */
    private Optional<Travelled> travel(DemoFolder folder, String address, Running running) {
        long from = around.nanos().getAsLong();
        if (running.victim().await() == Readiness.Came.INTERRUPTION) {
            return Optional.empty();
        }
        Duration wholeStart = Duration.ofNanos(around.nanos().getAsLong() - from);
        say.println("Baton demo in " + around.shown(folder.root()) + "   board "
                + running.server().board(address));
        TaskView filed = file(running.client());
        DemoProgress progress = new DemoProgress(filed.key(), say, this::seconds);
        Optional<Chaos> chaos = chaos(running, wholeStart, progress);
        DemoJourney journey = new DemoJourney(
                running.client(),
                running.server(),
                progress,
                chaos.<Disturbance>map(c -> c).orElse(Disturbance.NONE),
                around.nanos());
        return journey.follow(filed.key(), running.interruption())
                .map(task -> new Travelled(
                        task,
                        journey.history(),
                        chaos.map(Chaos::outcome).orElse(ChaosOutcome.NONE)));
    }

    /** Ends the server, what it left running, and its database; a second time does nothing. */
    private static final class Stop {
        private final DemoServer server;
        private final DemoDatabase database;
        private final Leftovers leftovers;
        private final Interruption interruption;

        Stop(
                DemoServer server,
                DemoDatabase database,
                Leftovers leftovers,
                Interruption interruption) {
            this.server = server;
            this.database = database;
            this.leftovers = leftovers;
            this.interruption = interruption;
        }

        int all() {
            server.stop();
            int killed = leftovers.kill(interruption);
            database.close();
            return killed;
        }
    }

    private Optional<Chaos> chaos(Running running, Duration wholeStart, DemoProgress progress) {
        Integer kills = options.kills();
        if (kills == null) {
            return Optional.empty();
        }
        Course course = Course.of(options.pipeline());
        ChaosPlan plan = ChaosPlan.of(seed(), kills, course.milestones());
        say.println("chaos: " + kills + " x kill -9, seed " + plan.seed());
        return Optional.of(new Chaos(
                plan,
                course,
                running.victim(),
                wholeStart,
                around,
                running.interruption(),
                kill -> progress.killed(kill, kills)));
    }

    private long seed() {
        Long asked = options.seed();
        return asked == null ? Math.floorMod(around.nanos().getAsLong(), SEED_BOUND) : asked;
    }

    private TaskView file(DemoClient client) {
        TaskView filed = client.file(new NewTaskRequest(
                DemoSample.PROJECT, DemoSample.TITLE, DemoSample.body(), "demo", 0));
        say.println(filed.key() + " \"" + filed.title() + "\"");
        if (options.pipeline().equals("standard")) {
            say.println("approve-production: false, so nobody is asked before production here;"
                    + " standard asks a person");
        }
        return filed;
    }

    private void tell(DemoProof.Found found, Travelled to) {
        DemoReport report = found.report();
        TaskView task = to.task();
        DemoTable.lines(to.history()).forEach(say::println);
        found.deployed().forEach(say::println);
        if (to.chaos().plan() != null) {
            say.println(to.chaos().line(to.history(), report.repeatedEffects()));
        }
        found.doubts().forEach(doubt -> say.println("not proven: " + doubt));
        if (!task.status().equals("DONE")) {
            String why = task.waiting() == null
                    ? "nothing said why"
                    : task.waiting().what() + " (waits for " + task.waiting().who() + ")";
            say.println(task.key() + ": expected it DONE, found it " + task.status() + " in "
                    + task.stage() + ": " + why);
        } else if (found.doubts().isEmpty()) {
            say.println(lastLine(report));
        }
        if (options.json()) {
            around.out().println(Json.write(report));
        }
    }

    private static String lastLine(DemoReport report) {
        DemoReport.Effects effects = report.effects();
        return String.format(
                Locale.ROOT,
                "merged %s = tested %s · effects applied once: %d/%d · %.1f s",
                brief(report.mergedSha()),
                brief(report.testedSha()),
                effects.distinct() - effects.repeated(),
                effects.distinct(),
                report.seconds());
    }

    private static String brief(@Nullable String sha) {
        return sha == null ? "nothing" : sha.substring(0, 7);
    }

    private void kept(DemoFolder folder, DemoDatabase database, int killed) {
        String root = around.shown(folder.root());
        String runs = killed == 0 ? "" : " and what its runs left (" + killed + ")";
        say.println("Stopped the server" + runs + ". Kept in " + root + ":");
        say.println("  git -C " + root + "/greet.git log --graph --oneline --all");
        say.println("  less " + root + "/server.log " + root + "/.baton/runs/*/log");
        if (!database.again().isEmpty()) {
            say.println("  " + String.join(" ", database.again()) + "   # the database, first");
        }
        say.println("  " + again(around.shown(folder.settings())));
    }

    private String again(String settings) {
        return around.baton() + " up --config " + settings;
    }

    private double seconds() {
        return (around.nanos().getAsLong() - started) / 1e9;
    }
}
