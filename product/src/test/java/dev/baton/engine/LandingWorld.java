package dev.baton.engine;

import dev.baton.model.Command;
import dev.baton.model.EffectKind;
import dev.baton.model.Event;
import dev.baton.model.Hold;
import dev.baton.model.Pipeline;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.QueuePlace;
import dev.baton.model.RunState;
import dev.baton.model.Stage;
import dev.baton.model.Stage.StageEffect;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.WorkItem;
import dev.baton.store.HoldWrites.NewHold;
import dev.baton.store.Store;
import dev.baton.store.TaskWrites.NewTask;
import dev.baton.store.Tx;
import dev.baton.store.WriteResult;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Tasks that have only the landing before them, and what happens to them from outside. */
final class LandingWorld {
    static final Duration CEILING = Duration.ofHours(1);
    private static final Instant NOW = Instant.parse("2026-11-23T21:30:00Z");

    final Store store;
    World world = new World();
    /** What the driver works with, for a test that has real parts for some of it. */
    UnaryOperator<Hands> hands = modelled -> modelled;

    Pipeline pipeline = landing(List.of(Situations.MERGE_TEST));
    private Instant now = NOW;

    /** Every look at it is a second later, so that no backoff lasts. */
    private final InstantSource clock = () -> {
        synchronized (this) {
            now = now.plusSeconds(1);
            return now;
        }
    };

    LandingWorld(Store store) {
        this.store = store;
    }

    static Pipeline landing(List<dev.baton.model.Gate> gates) {
        return new Pipeline(
                "digest",
                List.of(new Stage(
                        Situations.MERGE,
                        null,
                        null,
                        gates,
                        List.of(StageEffect.MERGE),
                        Situations.MERGE,
                        5,
                        null,
                        Stage.CommitPolicy.BATON)));
    }

    /** A server: a new incarnation over the same database and the same world. */
    Driver start(Store as, Turns turns) {
        long incarnation = write(
                tx -> tx.tasks().startIncarnation("host", new ProcessIdentity(1, 1, "boot"), NOW));
        Registry registry = new Registry(incarnation, System::nanoTime);
        return new Driver(
                as,
                digest -> pipeline,
                hands.apply(oneAtATime(world.hands())),
                new Leases(turns, Takeover.fromTheDead(registry)),
                registry,
                clock,
                EngineListener.NONE);
    }

    /** The modelled world is not made for many threads; the real one is. */
    private Hands oneAtATime(Hands hands) {
        Object lock = world;
        List<EffectPerformer> performers = hands.performers().values().stream()
                .<EffectPerformer>map(performer -> new OneAtATime(performer, world))
                .toList();
        return new Hands(
                Hands.byKind(performers),
                hands.collector(),
                new CleanCommits((task, n, pipeline) -> {
                    synchronized (lock) {
                        return hands.candidates().build(task, n, pipeline);
                    }
                }),
                hands.launcher(),
                hands.gates(),
                hands.limits(),
                hands.deploys());
    }

    private record OneAtATime(EffectPerformer performer, World lock) implements EffectPerformer {
        @Override
        public EffectKind kind() {
            return performer.kind();
        }

        @Override
        public Observation observe(Order order) {
            synchronized (lock) {
                return performer.observe(order);
            }
        }

        @Override
        public Application apply(Order order) {
            synchronized (lock) {
                if (lock.applied.containsKey(order.key().toString())) {
                    return new Refused("the marker is there");
                }
                return performer.apply(order);
            }
        }

        @Override
        public Observation settle(Order order) {
            synchronized (lock) {
                return performer.settle(order);
            }
        }
    }

    Driver start() {
        return start(store, Turns.HEAD_ONLY);
    }

    TaskId file(int priority) {
        return write(tx -> {
            tx.tasks().keepPipeline("digest", "stages: []");
            WorkItem item = new WorkItem("Title", "", null, null, "anna", priority);
            TaskId id = tx.tasks()
                    .insert(new NewTask("SHOP", item, "digest", "main", NOW), key -> "b/" + key)
                    .id();
            tx.tasks().head(id, Situations.HEAD, Situations.BASE);
            return id;
        });
    }

    /** What the other actors do between two drives: grant, let processes end, write run facts. */
    void others(TaskId id) {
        write(tx -> {
            tx.work()
                    .grantable(NOW.plusSeconds(100_000), 1000)
                    .forEach(waiting -> tx.work().grant(waiting.job().id(), NOW));
            world.endAll();
            tx.work().runs(id, task(id).visit()).stream()
                    .filter(run ->
                            run.state() == RunState.RUNNING && world.ended.containsKey(run.unit()))
                    .forEach(run -> tx.work().ended(run.unit(), RunState.EXITED, 0, "exited", NOW));
            return true;
        });
    }

    /** Drives until it is over, or waits for what others here never do. */
    void drain(Driver driver, TaskId id) {
        for (int round = 0; round < 20 && !task(id).status().terminal(); round++) {
            driver.drive(id, "test");
            others(id);
        }
    }

    /** As the keepers do once the head was watched for longer than it may be. */
    void overdue(TaskId id) {
        boolean told = write(tx -> {
            tx.queue().watched(CEILING, CEILING.multipliedBy(1000));
            return tx.queue().overdue(place(tx, id), CEILING);
        });
        if (!told) {
            throw new IllegalStateException("not a head: " + id);
        }
    }

    Hold hold() {
        return write(tx -> tx.holds()
                .place(new NewHold(
                        Hold.Kind.BASE, "SHOP", "main", "release freeze", "anna", null, NOW)));
    }

    void release(Hold hold) {
        write(tx -> tx.holds().release(hold.id(), "anna", NOW));
    }

    void retry(TaskId id) {
        Task task = task(id);
        write(tx -> tx.history()
                .command(new Command(
                        "retry " + task.epoch(),
                        id,
                        Command.Kind.RETRY,
                        null,
                        null,
                        null,
                        "anna",
                        task.epoch(),
                        NOW)));
    }

    static QueuePlace place(Tx tx, TaskId id) {
        return tx.queue().placeOf(id).orElseThrow();
    }

    Optional<QueuePlace> place(TaskId id) {
        return store.read(reads -> reads.queue().placeOf(id));
    }

    List<TaskId> queue() {
        return store.read(reads -> reads.queue().queue("SHOP", "main")).stream()
                .map(QueuePlace::task)
                .toList();
    }

    Task task(TaskId id) {
        return store.read(reads -> reads.tasks().byId(id)).orElseThrow();
    }

    List<Event> events(TaskId id) {
        return store.read(reads -> reads.history().events(id, 0, 10_000));
    }

    /** Tasks in the order in which their merges were applied; each must be there once. */
    List<TaskId> merged() {
        World now = world;
        synchronized (now) {
            return now.applied.keySet().stream()
                    .filter(key -> key.contains("/merge/"))
                    .map(key -> new TaskId(Long.parseLong(key.split("/", 2)[0])))
                    .toList();
        }
    }

    <T> T write(Function<Tx, T> work) {
        return switch (store.write("test", tx -> Store.Step.commit(work.apply(tx)))) {
            case WriteResult.Committed<T>(T value) -> value;
            case WriteResult.Lost<T>(String why) -> throw new AssertionError(why);
            case WriteResult.Unknown<T>(Throwable cause) -> throw new AssertionError(cause);
        };
    }
}
