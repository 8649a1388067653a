package dev.baton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Event;
import dev.baton.model.Hold;
import dev.baton.model.Parking;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.QueuePlace;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.WorkItem;
import dev.baton.store.HoldWrites.NewHold;
import dev.baton.store.Store;
import dev.baton.store.Store.Step;
import dev.baton.store.TaskWrites.Edge;
import dev.baton.store.TaskWrites.NewTask;
import dev.baton.store.Tx;
import dev.baton.store.WriteResult.Committed;
import dev.baton.store.jdbc.UnsyncedStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keepers of the merge queue; time passes only as they are told. */
class MergeQueueKeepersTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration CEILING = Duration.ofHours(1);
    private static final Duration AGE_UP = Duration.ofMinutes(30);
    private static final ProcessIdentity PROCESS = new ProcessIdentity(4711, 99, "boot");
    private static final ProcessIdentity UNREADABLE = new ProcessIdentity(4712, 99, "boot");

    @TempDir
    Path folder;

    private final List<TaskId> nudged = new ArrayList<>();
    private final Set<ProcessIdentity> living = new HashSet<>();
    private Store store;
    private QueueKeeper keeper;
    private StaleHeads staleHeads;

    @BeforeEach
    void open() {
        store = UnsyncedStores.sqlite(folder);
        InstantSource clock = InstantSource.fixed(NOW);
        keeper = new QueueKeeper(store, this::nudge, this::alive, AGE_UP, clock);
        staleHeads = new StaleHeads(store, this::nudge, "SHOP"::equals, CEILING, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void nudge(TaskId task, String actor) {
        nudged.add(task);
    }

    private boolean alive(ProcessIdentity process) {
        if (process.equals(UNREADABLE)) {
            throw new UncheckedIOException(new IOException("/proc/4712/stat"));
        }
        return living.contains(process);
    }

    private void round(Duration watched) {
        keeper.runOnce(watched);
        staleHeads.runOnce(watched);
    }

    @Test
    void anIdleRoundWritesNothing() {
        long commits = store.counters().commits();
        round(AGE_UP);
        assertThat(store.counters().commits()).isEqualTo(commits);
    }

    @Test
    void timeIsAddedAsItIsWatchedAndOutlivesARestart() {
        Task head = joined("SHOP");
        Task next = joined("SHOP");
        round(Duration.ofMinutes(20));
        close();
        open();
        round(Duration.ofMinutes(20));

        assertThat(place(head).watched().atHead()).isEqualTo(Duration.ofMinutes(40));
        assertThat(place(next).watched().waiting()).isEqualTo(Duration.ofMinutes(40));
        assertThat(place(next).watched().raised()).isOne();
    }

    @Nested
    class Overdue {
        @Test
        void aHeadIsToldOnceWithAnAlertAndStaysWhereItIs() {
            Task head = joined("SHOP");
            Task next = joined("SHOP");
            round(CEILING.minusMillis(1));
            assertThat(nudged).isEmpty();

            round(Duration.ofMillis(1));
            round(Duration.ofSeconds(5));

            assertThat(place(head).watched().overdue()).isTrue();
            assertThat(place(head).head()).isTrue();
            assertThat(place(next).head()).isFalse();
            assertThat(nudged).containsExactly(head.id());
            assertThat(events(head))
                    .singleElement()
                    .satisfies(e -> assertThat(e.type() + ": " + e.data())
                            .isEqualTo("overdue: longer than 1h at the head of the merge queue of"
                                    + " main"));
            assertThat(task(head)).isEqualTo(head);
            assertThat(staleHeads.reclaimed()).isOne();
        }

        /** A wrong answer to "who is alive" must not cost the owner its task. */
        @Test
        void anOwnerIsLeftAlone() {
            Task head = joined("SHOP");
            commit(tx -> tx.tasks()
                    .acquire(
                            head.id(),
                            head.epoch(),
                            new dev.baton.model.Owner(incarnation(tx), 1, "scan", "merge", NOW)));
            Task owned = task(head);
            round(CEILING);
            assertThat(task(head)).isEqualTo(owned);
            assertThat(place(head).watched().overdue()).isTrue();
        }

        @Test
        void notWhereTheLeaseIsNotWanted() {
            Task head = joined("DOCS");
            round(CEILING);
            assertThat(place(head).watched().overdue()).isFalse();
            assertThat(nudged).isEmpty();
        }

        /** The off state: a head stays for as long as its task wants; who leaves promotes. */
        @Test
        void notWithoutTheReclaimer() {
            Task head = joined("SHOP");
            Task next = joined("SHOP");
            for (int i = 0; i < 5; i++) {
                keeper.runOnce(CEILING);
            }
            assertThat(place(head).head()).isTrue();
            assertThat(place(head).watched().overdue()).isFalse();
            commit(tx -> tx.queue().leave(head.id(), NOW));
            assertThat(place(next).head()).isTrue();
        }
    }

    @Nested
    class LeftBehind {
        @Test
        void placesOfTasksThatAreOverOrElsewhereAreTakenAwayAndTheNextIsNudged() {
            for (TaskStatus status : List.of(
                    TaskStatus.PARKED,
                    TaskStatus.PAUSED,
                    TaskStatus.CANCELLING,
                    TaskStatus.CANCELLED)) {
                nudged.clear();
                Task head = joined("SHOP");
                Task next = joined("SHOP");
                become(head, status);
                round(Duration.ZERO);
                assertThat(queue()).as("%s", status).containsExactly(next.id());
                assertThat(place(next).head()).isTrue();
                assertThat(nudged).containsExactly(next.id());
                assertThat(events(head)).extracting(Event::type).containsExactly("left-queue");
                commit(tx -> tx.queue().leave(next.id(), NOW));
            }
        }

        @Test
        void alsoOfAVisitThatWasLeft() {
            Task head = joined("SHOP");
            commit(tx -> tx.tasks()
                    .enter(
                            new Edge(head.id(), head.epoch(), head.stage(), head.stage()),
                            false,
                            TaskStatus.LIVE,
                            NOW));
            round(Duration.ZERO);
            assertThat(queue()).isEmpty();
        }

        @Test
        void liveOnesStay() {
            Task head = joined("SHOP");
            Task next = joined("SHOP");
            round(Duration.ZERO);
            assertThat(queue()).containsExactly(head.id(), next.id());
            assertThat(staleHeads.reclaimed()).isZero();
        }
    }

    @Test
    void aQueueThatLostItsHeadGetsOne() {
        Task head = joined("SHOP");
        commit(tx -> tx.queue().stepBack(tx.queue().placeOf(head.id()).orElseThrow()));
        round(Duration.ZERO);
        assertThat(place(head).head()).isTrue();
        assertThat(nudged).containsExactly(head.id());
    }

    @Nested
    class Holds {
        @Test
        void endWithTheirProcessAndTheHeadIsNudged() {
            Task head = joined("SHOP");
            Hold forGood = hold(null);
            Hold script = hold(PROCESS);
            living.add(PROCESS);
            round(Duration.ZERO);
            assertThat(active()).containsExactly(forGood, script);

            living.clear();
            round(Duration.ZERO);

            assertThat(active()).containsExactly(forGood);
            assertThat(store.<@Nullable Hold>read(
                            reads -> reads.holds().byId(script.id()).orElseThrow()))
                    .extracting(Hold::release)
                    .isEqualTo(new Hold.Release("its process ended", NOW));
            assertThat(nudged).containsExactly(head.id());
        }

        /** An error is never "no". */
        @Test
        void stayWhileNobodyKnowsAndKeepNoOtherFromItsTurn() {
            Hold unknown = hold(UNREADABLE);
            hold(PROCESS);
            round(Duration.ZERO);
            assertThat(active()).containsExactly(unknown);
        }
    }

    private Hold hold(@Nullable ProcessIdentity process) {
        return commit(tx -> tx.holds()
                .place(new NewHold(Hold.Kind.BASE, "SHOP", "main", "why", "anna", process, NOW)));
    }

    private List<Hold> active() {
        return store.read(reads -> reads.holds().active());
    }

    private Task joined(String project) {
        return commit(tx -> {
            tx.tasks().keepPipeline("digest", "stages: []");
            Task created = tx.tasks()
                    .insert(
                            new NewTask(
                                    project,
                                    new WorkItem("Title", "", null, null, "anna", 0),
                                    "digest",
                                    "main",
                                    NOW),
                            key -> "baton/" + key);
            tx.tasks()
                    .enter(
                            new Edge(created.id(), 0, StageId.CREATED, new StageId("merge")),
                            false,
                            TaskStatus.LIVE,
                            NOW);
            tx.queue().join(new QueuePlace(project, "main", created.id(), 1, 0, NOW, null));
            return tx.tasks().byId(created.id()).orElseThrow();
        });
    }

    private void become(Task task, TaskStatus status) {
        Parking parking = status == TaskStatus.PARKED ? new Parking("anna", "why") : null;
        commit(tx -> tx.tasks().become(task.id(), task.epoch(), status, parking, NOW));
    }

    private static long incarnation(Tx tx) {
        return tx.tasks().startIncarnation("host", PROCESS, NOW);
    }

    private Task task(Task task) {
        return store.read(reads -> reads.tasks().byId(task.id())).orElseThrow();
    }

    private QueuePlace place(Task task) {
        return store.read(reads -> reads.queue().placeOf(task.id())).orElseThrow();
    }

    private List<TaskId> queue() {
        return store.read(reads -> reads.queue().queue("SHOP", "main")).stream()
                .map(QueuePlace::task)
                .toList();
    }

    /** What the keepers wrote about it. */
    private List<Event> events(Task task) {
        return store.read(reads -> reads.history().events(task.id(), 0, 100)).stream()
                .filter(e -> e.actor().equals("stale heads"))
                .toList();
    }

    private <T> T commit(Function<Tx, T> work) {
        return ((Committed<T>) store.write("test", tx -> Step.commit(work.apply(tx)))).value();
    }
}
