package dev.baton.engine;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.EffectKind;
import dev.baton.model.EffectState;
import dev.baton.model.Event;
import dev.baton.model.QueuePlace;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.StageId;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.store.Store;
import dev.baton.store.WorkReads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * W15: two servers at once, each of which takes the other's owners for dead, on one database and
 * one outside; ten actors nudge both about tasks at random. Whoever is right about who lives, each
 * transition and each effect happens once. The number of tasks is {@code -Dbaton.tasks}.
 */
@Tag("slow")
class TwoEnginesTest extends DriverBench {
    private static final int ACTORS = 10;
    private static final int DRIVES_MAX = 4;
    private static final int NUDGE_EVERY_MILLIS = 20;
    private static final List<String> ROAD = List.of("development", "review", "merge", "done");

    private final List<Drives> engines = new CopyOnWriteArrayList<>();

    TwoEnginesTest() {
        super(Situations.quick());
    }

    @Test
    void eachTransitionAndEachEffectHappensOnce() {
        SharedWorld outside = new SharedWorld();
        List<TaskId> tasks = new ArrayList<>();
        for (int n = 0; n < Integer.getInteger("baton.tasks", tasks()); n++) {
            tasks.add(file());
        }
        Driver first = engine(outside);
        Driver second = engine(outside);
        long begun = System.nanoTime();
        try (Drives one = new Drives(first, DRIVES_MAX);
                Drives other = new Drives(second, DRIVES_MAX);
                ScheduledExecutorService actors = Executors.newScheduledThreadPool(ACTORS)) {
            engines.addAll(List.of(one, other));
            for (int n = 0; n < ACTORS; n++) {
                Random random = new Random(n);
                var _ = actors.scheduleWithFixedDelay(
                        () -> nudge(tasks, random.nextBoolean() ? one : other, random),
                        n,
                        NUDGE_EVERY_MILLIS,
                        TimeUnit.MILLISECONDS);
            }
            await().pollInterval(Duration.ofMillis(50))
                    .until(() -> endProcesses(outside) && over(tasks));
            actors.shutdownNow();
        }
        long takeovers = first.takeovers() + second.takeovers();
        System.out.printf(
                "%d tasks in %d s, %d commits, taken over %d times%n",
                tasks.size(),
                Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                database.counters().commits(),
                takeovers);
        tasks.forEach(this::assertWalkedOnce);
        assertThat(takeovers).as("they were in each other's way").isPositive();
        List<QueuePlace> queue = database.read(reads -> reads.queue().all());
        assertThat(queue).isEmpty();
        assertThat(outside.applied(EffectKind.MERGE)).isEqualTo(tasks.size());
    }

    /** How many where nobody says. */
    int tasks() {
        return 60;
    }

    /** As whoever granted something, saw an end or left a queue: both servers may hear of it. */
    private void nudgeBoth(TaskId task) {
        engines.forEach(engine -> engine.nudge(task, "actor"));
    }

    private static void nudge(List<TaskId> tasks, Drives engine, Random random) {
        engine.nudge(tasks.get(random.nextInt(tasks.size())), "actor");
    }

    private Driver engine(SharedWorld outside) {
        Registry registry = new Registry(incarnation(), System::nanoTime);
        return new Driver(
                database,
                digest -> pipeline,
                outside.hands(),
                registry,
                clock,
                new EngineListener() {
                    @Override
                    public void headChanged(TaskId next) {
                        nudgeBoth(next);
                    }
                });
    }

    private boolean over(List<TaskId> tasks) {
        return database.read(reads -> tasks.stream()
                .allMatch(id -> reads.tasks().byId(id).orElseThrow().status().terminal()));
    }

    /** What dispatcher and monitor do: grant, write down who has ended, and nudge. */
    private boolean endProcesses(SharedWorld outside) {
        Set<TaskId> touched = committed(database.write("others", tx -> {
            Set<TaskId> changed = new HashSet<>();
            for (WorkReads.Waiting waiting :
                    tx.work().grantable(clock.instant().plusSeconds(600), 1000)) {
                tx.work().grant(waiting.job().id(), clock.instant());
                changed.add(waiting.job().task());
            }
            for (Run run : tx.work().unfinishedRuns()) {
                if (run.state() == RunState.RUNNING) {
                    int code = outside.end(run);
                    tx.work().ended(run.unit(), RunState.EXITED, code, "exited", clock.instant());
                    changed.add(run.task());
                }
            }
            return Store.Step.commit(changed);
        }));
        touched.forEach(this::nudgeBoth);
        return true;
    }

    private void assertWalkedOnce(TaskId id) {
        List<Event> transitions = events(id).stream().filter(Event::transition).toList();
        assertThat(task(id).status()).as("%s", transitions).isEqualTo(TaskStatus.DONE);
        assertThat(task(id).owner()).isNull();
        assertThat(transitions).extracting(Event::epoch).isSorted().doesNotHaveDuplicates();
        assertThat(transitions)
                .filteredOn(event -> event.type().equals("committed"))
                .extracting(Event::data)
                .containsExactlyElementsOf(ROAD);
        assertThat(task(id).stage()).isEqualTo(StageId.DONE);
        database.read(reads -> reads.effects().of(id))
                .forEach(entry -> assertThat(entry.state())
                        .as("%s", entry.key())
                        .matches(EffectState::settled));
    }
}
