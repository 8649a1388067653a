package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.EffectState;
import dev.baton.model.Event;
import dev.baton.model.JobKind;
import dev.baton.model.JournalEntry;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.WorkItem;
import dev.baton.store.Store;
import dev.baton.store.TaskWrites.NewTask;
import dev.baton.store.Tx;
import dev.baton.store.WorkWrites.NewJob;
import dev.baton.store.WorkWrites.NewRun;
import dev.baton.store.WriteResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copied data folder, taken over at every point at which the copy may have been made. */
class TakeOverTest {
    private static final String WHY = "the folder came from build7";

    @TempDir
    Path folder;

    private Store database;
    private World world = new World();
    private Instant now = Instant.parse("2026-11-27T09:00:00Z");

    /** Every look at it is a minute later, so that no backoff lasts. */
    private final InstantSource clock = () -> {
        now = now.plusSeconds(60);
        return now;
    };

    /** The copy is made here; what the original did up to now is in it or outside. */
    private static final class Copied extends Error {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void open() {
        database = EngineDatabase.open(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void atAnyPointTheTaskEndsWithEveryEffectOutsideOnce() {
        int points = carry(file(), Integer.MAX_VALUE);
        assertThat(points).isGreaterThan(30);
        for (int at = 1; at < points; at++) {
            world = new World();
            TaskId id = file();
            carry(id, at);
            long before = task(id).epoch();
            List<String> started = units(id);

            new TakeOver(database, clock).run(WHY);
            assertThat(task(id).epoch()).isEqualTo(before + 1_000_000);
            assertThat(started)
                    .allSatisfy(unit -> assertThat(run(unit).state().terminal()).isTrue());

            carry(id, Integer.MAX_VALUE);
            assertThat(task(id).status())
                    .as(() -> task(id).parking() + "\n" + events(id))
                    .isEqualTo(TaskStatus.DONE);
            assertThat(world.applied.values()).as("applied %s", world.applied).containsOnly(1);
            assertThat(world.applied.keySet().stream().filter(k -> k.contains("/merge/")))
                    .hasSize(1);
            assertThat(events(id).stream().filter(Event::transition).map(Event::epoch))
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aStartThatNobodyCanCheckStaysInDoubtAndIsNotRepeated() {
        TaskId id = file();
        carryTo(id, "before " + id + "/1/run/developer/1");

        assertThat(new TakeOver(database, clock).run(WHY)).isEqualTo(new TakeOver.Taken(1, 1, 0));

        assertThat(entry(id, "/run/developer/1").state()).isEqualTo(EffectState.IN_DOUBT);
        assertThat(run("shop-1-v1-developer-1").reason())
                .isEqualTo(WHY + "; it may be alive there");
        carry(id, Integer.MAX_VALUE);
        assertThat(world.applied).doesNotContainKey(id + "/1/run/developer/1");
        assertThat(world.applied).containsKey(id + "/1/run/developer/2");
        assertThat(task(id).status()).isEqualTo(TaskStatus.DONE);
    }

    @Test
    void aMergeOnItsWayStaysOpenAndIsAskedForAtItsMarker() {
        TaskId id = file();
        carryTo(id, "after " + id + "/3/merge");

        assertThat(new TakeOver(database, clock).run(WHY).open()).isEqualTo(1);

        assertThat(entry(id, "/merge/").state()).isEqualTo(EffectState.INTENT);
        carry(id, Integer.MAX_VALUE);
        assertThat(entry(id, "/merge/").state()).isEqualTo(EffectState.CONFIRMED);
        assertThat(task(id).status()).isEqualTo(TaskStatus.DONE);
    }

    @Test
    void aDeployIsInDoubtAndNeverTakenForLost() {
        TaskId id = file();
        committed(tx -> {
            var job = tx.work().queue(new NewJob(id, 0, JobKind.DEPLOY, "deploy", null, 1, 0, now));
            tx.work().grant(job.id(), now);
            return tx.work()
                    .intend(job, new NewRun(1, "shop-1-deploy", Duration.ofHours(1), null, now));
        });

        new TakeOver(database, clock).run(WHY);

        assertThat(run("shop-1-deploy").state()).isEqualTo(RunState.IN_DOUBT);
    }

    @Test
    void aSecondTimeIsHarmlessAndFinishedTasksAreLeftAlone() {
        TaskId over = file();
        carry(over, Integer.MAX_VALUE);
        TaskId id = file();
        carryTo(id, "after " + id + "/1/run/developer");

        new TakeOver(database, clock).run(WHY);
        assertThat(new TakeOver(database, clock).run(WHY)).isEqualTo(new TakeOver.Taken(1, 0, 0));

        assertThat(task(over).epoch()).isLessThan(1_000_000);
        carry(id, Integer.MAX_VALUE);
        assertThat(task(id).status()).isEqualTo(TaskStatus.DONE);
    }

    private TaskId file() {
        return committed(tx -> {
            tx.tasks().keepPipeline("digest", "stages: []");
            WorkItem item = new WorkItem("Title", "", null, null, "anna", 0);
            return tx.tasks()
                    .insert(new NewTask("SHOP", item, "digest", "main", now), key -> key)
                    .id();
        });
    }

    /** A server works until the copy is made, at that point, or the task is over. */
    private int carry(TaskId id, int point) {
        int[] passed = {0};
        world.point = name -> {
            if (++passed[0] == point) {
                throw new Copied();
            }
        };
        carry(id);
        return passed[0];
    }

    private void carryTo(TaskId id, String point) {
        boolean[] there = {false};
        world.point = name -> {
            if (name.startsWith(point)) {
                there[0] = true;
                throw new Copied();
            }
        };
        carry(id);
        assertThat(there[0]).as("reached %s", point).isTrue();
    }

    private void carry(TaskId id) {
        long incarnation = committed(
                tx -> tx.tasks().startIncarnation("host", new ProcessIdentity(1, 1, "boot"), now));
        Driver driver = new Driver(
                database,
                digest -> Situations.quick(),
                world.hands(),
                new Registry(incarnation, System::nanoTime),
                clock,
                EngineListener.NONE);
        try {
            for (int round = 0; round < 60 && !task(id).status().terminal(); round++) {
                driver.drive(id, "test");
                world.point.reached("between drives");
                others(id);
            }
        } catch (Copied end) {
            // What runs on the other host is of no use here: it left nothing in this folder.
            world.living.clear();
            units(id).forEach(unit -> world.ended.putIfAbsent(unit, new World.Act(1, null, "")));
        }
        world.point = name -> {};
    }

    /** Grants, ends of processes, facts about them. */
    private void others(TaskId id) {
        committed(tx -> {
            tx.work()
                    .grantable(now.plusSeconds(86_400), 1000)
                    .forEach(waiting -> tx.work().grant(waiting.job().id(), now));
            world.endAll();
            tx.work().unfinishedRuns().stream()
                    .filter(run -> run.task().equals(id)
                            && run.state() == RunState.RUNNING
                            && world.ended.containsKey(run.unit()))
                    .forEach(run -> tx.work()
                            .ended(
                                    run.unit(),
                                    RunState.EXITED,
                                    world.end(run.unit()).exitCode(),
                                    "exited",
                                    now));
            return true;
        });
    }

    private <T> T committed(Function<Tx, T> work) {
        WriteResult<T> result = database.write("test", tx -> Store.Step.commit(work.apply(tx)));
        return ((WriteResult.Committed<T>) result).value();
    }

    private Task task(TaskId id) {
        return database.read(reads -> reads.tasks().byId(id)).orElseThrow();
    }

    private Run run(String unit) {
        return database.read(reads -> reads.work().run(unit)).orElseThrow();
    }

    private List<String> units(TaskId id) {
        return database.read(reads -> reads.work().allRuns(id)).stream()
                .map(Run::unit)
                .toList();
    }

    private List<Event> events(TaskId id) {
        return database.read(reads -> reads.history().events(id, 0, 1000));
    }

    private JournalEntry entry(TaskId id, String part) {
        return database.read(reads -> reads.effects().of(id)).stream()
                .filter(entry -> entry.key().toString().contains(part))
                .findFirst()
                .orElseThrow();
    }
}
