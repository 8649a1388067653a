package dev.baton.simulation;

import dev.baton.effects.Effects;
import dev.baton.engine.AgentLimits;
import dev.baton.engine.Driver;
import dev.baton.engine.Drives;
import dev.baton.engine.EffectPerformer;
import dev.baton.engine.EngineListener;
import dev.baton.engine.Hands;
import dev.baton.engine.Leases;
import dev.baton.engine.Nudge;
import dev.baton.engine.Patience;
import dev.baton.engine.Registry;
import dev.baton.engine.Revocations;
import dev.baton.engine.Takeover;
import dev.baton.engine.Turns;
import dev.baton.gates.Gates;
import dev.baton.intake.CommandIntake;
import dev.baton.intake.HoldIntake;
import dev.baton.intake.IntakeProject;
import dev.baton.intake.NewCommand;
import dev.baton.intake.NewItem;
import dev.baton.intake.PipelineSource;
import dev.baton.intake.TaskIntake;
import dev.baton.jobs.Alerts;
import dev.baton.jobs.Dispatcher;
import dev.baton.jobs.DispatcherSettings;
import dev.baton.jobs.LeaseReaper;
import dev.baton.jobs.QueueKeeper;
import dev.baton.jobs.Reaper;
import dev.baton.jobs.ReapingSettings;
import dev.baton.jobs.RunFacts;
import dev.baton.jobs.RunMonitor;
import dev.baton.jobs.Scan;
import dev.baton.jobs.Sightings;
import dev.baton.jobs.StaleHeads;
import dev.baton.jobs.Verifier;
import dev.baton.loop.Tick;
import dev.baton.model.EffectKind;
import dev.baton.model.Hold;
import dev.baton.model.Owner;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.Role;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.runs.RunStopper;
import dev.baton.store.Store;
import dev.baton.store.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The product's engine, jobs and intake, put together as {@code main} does it. */
final class FencedServer implements Server {
    static final List<String> PROJECTS = List.of("SHOP", "SITE");

    /** All of them short, so that schedules of some minutes pass them. */
    private static final Duration AGENT_TIMEOUT = Duration.ofSeconds(90);

    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration CEILING = Duration.ofSeconds(90);
    private static final Duration AGE_UP = Duration.ofSeconds(60);

    /** Every task is looked at once, at the start; then only those that there is a reason for. */
    private static final Duration NEVER_AGAIN = Duration.ofDays(365);

    /** A drive ends by itself, so this many never wait for each other. */
    private static final int DRIVES_MAX = 1000;

    private static final Logger log = LoggerFactory.getLogger(FencedServer.class);

    private final World world;
    private final Course course;
    private final Host host;
    private final Store store;
    private final Driver driver;
    private final Drives drives;
    private final List<Duty> duties = new ArrayList<>();
    /** What somebody looked at before and acts upon later, by task. */
    private final Map<Long, Task> pages = new HashMap<>();

    private final Waiters waiters;
    private final TaskIntake items;
    private final CommandIntake commands;
    private final HoldIntake holds;
    private final Revocations revocations;

    FencedServer(World world, Course course, Database database, Host host) {
        this.world = world;
        this.course = course;
        this.host = host;
        VirtualTime time = world.time();
        Store plain = database.store();
        this.store = new FaultyStore(plain, database.memory(), world.fibers(), host);
        Registry registry = new Registry(incarnation(plain, time), time);
        Switch listener = new Switch();
        this.driver = driver(store, registry, listener);
        Store asked = new Remembering(plain, database.memory());
        this.waiters = new Waiters(asked, driver(asked, registry, EngineListener.NONE), time);
        this.drives =
                new Drives(driver, DRIVES_MAX, task -> false, new Threads(host, Threads.DRIVE));
        this.revocations = new Revocations(store, time);
        Dispatcher dispatcher =
                new Dispatcher(store, drives, new DispatcherSettings(2, 2, Map.of()), time);
        duties.add(new Ticking(dispatcher));
        duties.add(new Ticking(new Scan(store, registry, drives, time, NEVER_AGAIN)));
        duties.add(new Ticking(leases(registry, time)));
        duties.add(new Ticking(new Verifier(store, world.targets(), drives, time)));
        duties.add(new Ticking(new QueueKeeper(store, drives, process -> false, AGE_UP, time)));
        duties.add(new Ticking(new StaleHeads(store, drives, project -> true, CEILING, time)));
        listener.dispatcher = () -> host.submitOnce(
                dispatcher.name(), () -> quietly(() -> dispatcher.runOnce(Duration.ZERO)));
        listener.monitor = watch(registry, time);
        listener.drives = drives;
        this.items = new TaskIntake(
                store,
                projects(course),
                project -> new PipelineSource.Text("preset", course.yaml()),
                drives,
                time);
        this.commands = new CommandIntake(store, digest -> course.pipeline(), drives, time);
        this.holds = new HoldIntake(store, projects(course), process -> false, drives, time);
    }

    private Driver driver(Store on, Registry registry, EngineListener listener) {
        return new Driver(
                on,
                digest -> course.pipeline(),
                hands(world),
                new Leases(Turns.HEAD_ONLY, Takeover.fromTheDead(registry)),
                registry,
                world.time(),
                listener);
    }

    /** Asks which tasks its scan leaves out, and whether rightly so. */
    Waiters waiters() {
        return waiters;
    }

    /** Those who look after runs. */
    private RunMonitor watch(Registry registry, VirtualTime time) {
        Sightings sightings = new Sightings(world.units());
        Reaper reaper = new Reaper(
                store,
                world.units(),
                new ReapingSettings(2, GRACE),
                run -> Optional.empty(),
                registry::busy,
                new Reaper.Ways(
                        sightings,
                        drives,
                        new RunFacts(store, drives, time, "reaper"),
                        new Alerts(store, time)));
        RunMonitor monitor = new RunMonitor(
                store,
                world.units(),
                sightings,
                new RunFacts(store, drives, time, "run monitor"),
                new Threads(host, "notice"),
                () -> host.submitOnce(
                        reaper.name(), () -> quietly(() -> reaper.runOnce(Duration.ZERO))));
        duties.add(new Ticking(monitor));
        duties.add(new Ticking(reaper));
        return monitor;
    }

    private LeaseReaper leases(Registry registry, VirtualTime time) {
        return new LeaseReaper(
                store, registry, Patience.untilTheDeadline(GRACE), time, revocations, drives);
    }

    /** Carries what the engine did, as the product's switchboard does. */
    private static final class Switch implements EngineListener {
        Runnable dispatcher = () -> {};
        EngineListener monitor = EngineListener.NONE;
        Nudge drives = (task, actor) -> {};

        @Override
        public void slotsChanged() {
            dispatcher.run();
        }

        @Override
        public void runStarted(String unit) {
            monitor.runStarted(unit);
        }

        @Override
        public void headChanged(TaskId next) {
            drives.nudge(next, "merge queue");
        }
    }

    private record Ticking(Tick tick) implements Duty {
        @Override
        public String name() {
            return tick.name();
        }

        @Override
        public void round(Duration watched) {
            tick.runOnce(watched);
        }
    }

    private static Map<String, IntakeProject> projects(Course course) {
        return PROJECTS.stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> new IntakeProject(
                                name,
                                Repository.BASE,
                                course.roles(),
                                course.environments(),
                                Duration.ofHours(2),
                                null)));
    }

    private Hands hands(World world) {
        List<EffectPerformer> performers = new ArrayList<>(
                Effects.performers(world::forge, (project, base, sha) -> List.of()));
        LaunchSpecs specs = new LaunchSpecs(world, course, store);
        performers.add(Effects.starts(EffectKind.RUN, world.units(), specs::of));
        performers.add(Effects.starts(EffectKind.DEPLOY, world.units(), specs::of));
        RunStopper launcher = new RunStopper(world.units());
        return new Hands(
                Hands.byKind(performers.stream()
                        .<EffectPerformer>map(p -> new Acting(p, world.fibers()))
                        .toList()),
                new FakeCollector(world, launcher, store, Effects.statuses(store, world.targets())),
                world.candidates(),
                launcher,
                new Gates(),
                new AgentLimits() {
                    @Override
                    public Duration timeout(String project, Role role) {
                        return AGENT_TIMEOUT;
                    }

                    @Override
                    public int attempts(String project, Role role) {
                        return 3;
                    }
                },
                Effects.deployLimits(world.targets()));
    }

    private static long incarnation(Store plain, VirtualTime time) {
        ProcessIdentity process = new ProcessIdentity(4711, 1, "boot");
        WriteResult<Long> result = plain.write(
                "start incarnation",
                tx -> Store.Step.commit(
                        tx.tasks().startIncarnation("host", process, time.instant())));
        if (result instanceof WriteResult.Committed<Long>(Long number)) {
            return number;
        }
        throw new IllegalStateException("no incarnation: " + result);
    }

    @Override
    public Host host() {
        return host;
    }

    @Override
    public List<Duty> duties() {
        return duties;
    }

    @Override
    public void file(String project, int item) {
        quietly(() -> items.file(new NewItem(
                project, "Item " + item, null, "item-" + item, null, "anna", item % 2)));
    }

    @Override
    public void command(NewCommand command) {
        quietly(() -> commands.give(command));
    }

    @Override
    public void hold(int drawn) {
        String project = PROJECTS.get(drawn % PROJECTS.size());
        switch (drawn / PROJECTS.size() % 3) {
            case 0 -> hold(Hold.Kind.BASE, project, null);
            case 1 -> hold(Hold.Kind.ENVIRONMENT, project, "production");
            default -> letGo();
        }
    }

    private void hold(Hold.Kind kind, String project, @Nullable String name) {
        quietly(() -> holds.hold(
                new HoldIntake.NewHold(kind, project, name, "let me look", "anna", null)));
    }

    @Override
    public void letGo() {
        quietly(() -> store.read(reads -> reads.holds().active())
                .forEach(hold -> holds.release(new HoldIntake.Release(
                        hold.kind(), hold.id(), hold.project(), hold.name(), "anna"))));
    }

    @Override
    public void nudge(long task) {
        drives.nudge(new TaskId(task), "webhook");
    }

    @Override
    public void driveDirectly(long task) {
        quietly(() -> driver.drive(new TaskId(task), "somebody"));
    }

    @Override
    public void suspect(long task) {
        quietly(() -> {
            Optional<Task> seen = store.read(reads -> reads.tasks().byId(new TaskId(task)));
            Optional.ofNullable(pages.get(task)).ifPresent(this::revoke);
            seen.ifPresent(now -> pages.put(task, now));
            seen.ifPresent(this::revoke);
            drives.nudge(new TaskId(task), "somebody");
        });
    }

    private void revoke(Task held) {
        if (revocations.release(held, "somebody")
                        instanceof Revocations.Taken(Owner from, long epoch)
                && epoch != held.epoch() + 1) {
            world.violation(
                    Violation.Kind.STALE,
                    held.key() + " was seen at epoch " + held.epoch() + " with " + from
                            + " and taken from whoever had it at " + (epoch - 1) + " (I11)");
        }
    }

    /** What an outer layer of the product answers with an error or logs. */
    private static void quietly(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            // Whoever asked is told that it failed and may ask again; that is all there is to it.
            log.debug("failed", e);
        }
    }
}
