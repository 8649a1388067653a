package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Notice;
import dev.baton.model.Owner;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.store.Store;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people are told when a task is taken from an owner who is not living any more. */
class ReclaimTest extends DriverBench {
    ReclaimTest() {
        super(Situations.quick());
    }

    @BeforeEach
    void listen() {
        committed(database.write("listen", tx -> {
            tx.outbox().open("test");
            return Store.Step.commit(true);
        }));
    }

    private List<Notice> alerts() {
        return database.read(reads -> reads.outbox().fresh("test", 100)).stream()
                .filter(notice -> notice.kind().equals(Notice.ALERT))
                .toList();
    }

    /** A server that dies on its way into the world leaves its task owned. */
    private Owner dies(TaskId id) {
        world.point = name -> {
            if (name.startsWith("before ")) {
                throw new Crash(name);
            }
        };
        Driver driver = start(database);
        try {
            for (int round = 0; round < ROUNDS_MAX; round++) {
                driver.drive(id, "test");
                others(id);
            }
        } catch (Crash e) {
            world.point = name -> {};
        }
        return Objects.requireNonNull(task(id).owner());
    }

    @Test
    void anOlderIncarnationIsNamedOnceInTheTransactionOfTheTakeOver() {
        TaskId id = file();
        Owner dead = dies(id);
        Task seen = task(id);
        Driver next = start(new Touched(database, name -> {
            if (name.equals("after write acquire")) {
                throw new Crash(name);
            }
        }));

        try {
            next.drive(id, "scan");
        } catch (Crash e) {
            assertThat(task(id).epoch()).isEqualTo(seen.epoch() + 1);
        }

        assertThat(alerts())
                .extracting(Notice::task, Notice::text)
                .containsExactly(Tuple.tuple(
                        id,
                        "SHOP-1 (SHOP): its owner is not living any more; taken from activity "
                                + dead.activity() + " of incarnation " + dead.incarnation()));
    }

    /** W6: the thread died in a server that lives on. */
    @Test
    void soIsAnActivityOfThisServerThatEnded() {
        TaskId id = file();
        Registry registry = new Registry(incarnation(), System::nanoTime);
        Task seen = task(id);
        committed(database.write(
                "own",
                tx -> Store.Step.commit(tx.tasks()
                        .acquire(
                                id,
                                seen.epoch(),
                                new Owner(
                                        registry.incarnation(),
                                        77,
                                        "scan",
                                        "Perform",
                                        clock.instant())))));

        new Driver(database, digest -> pipeline, world.hands(), registry, clock, listener)
                .drive(id, "scan");

        assertThat(alerts())
                .extracting(Notice::text)
                .containsExactly("SHOP-1 (SHOP): its owner is not living any more; taken from"
                        + " activity 77 of incarnation " + registry.incarnation());
    }

    @Test
    void everyDeathIsToldAndTheTaskEndsOnce() {
        TaskId id = file();
        dies(id);
        dies(id);
        drain(id);
        assertLanded(id);
        assertThat(alerts()).hasSize(2);
    }

    /** Nobody died: the same thread asks whether what it wrote is there. */
    @Test
    void notAfterAnUnknownOutcomeThatOneResolvesOneself() {
        for (boolean applied : new boolean[] {true, false}) {
            for (int at = 1; at <= 30; at++) {
                world = new World();
                AtomicInteger left = new AtomicInteger(at);
                TaskId id = file();
                drain(id, n -> new Doubtful(database, left, applied));
                assertLanded(id);
            }
        }
        assertThat(alerts()).isEmpty();
    }

    /** The outcome of the take-over itself is lost: told once, whether it was there or not. */
    @Test
    void onceAlsoWhenTheTakeOverIsUnknown() {
        for (boolean applied : new boolean[] {true, false}) {
            int before = alerts().size();
            TaskId id = file();
            dies(id);
            drain(id, n -> new Doubtful(database, new AtomicInteger(1), applied));
            assertLanded(id);
            assertThat(alerts()).hasSize(before + 1);
            world = new World();
        }
    }

    @Test
    void notWhereEverybodyLives() {
        drain(file());
        assertThat(alerts()).isEmpty();
    }
}
