package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.FailureCode;
import dev.baton.model.Job;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.TransientFailure;
import dev.baton.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Somebody moves the base while Baton lands on it, and Baton fails at the same time: real git, a
 * real database, all pairs. What was sent arrives once more at the end.
 */
class MergeRacesTest {
    /** When the base is moved, as seen from the push that lands. */
    enum When {
        BEFORE,
        DURING,
        AFTER
    }

    /** What a person does to main. */
    enum Move {
        NOTHING(""),
        FORWARD("git update-ref refs/heads/main"
                + " $(git commit-tree -p main -m person 'main^{tree}')"),
        BACK("git update-ref refs/heads/main main~1"),
        AWAY_AND_BACK("was=$(git rev-parse main); git update-ref refs/heads/main main~1;"
                + " git update-ref refs/heads/main $was"),
        BY_HAND("git update-ref refs/heads/main"
                + " $(git commit-tree -p main -p work -m person"
                + " $(git merge-tree --write-tree main work))");

        private final String script;

        Move(String script) {
            this.script = script;
        }
    }

    /** How the server fails. */
    enum Fault {
        NONE,
        ANSWER_LOST,
        KILLED_BEFORE_IT_ASKS,
        KILLED_BEFORE_THE_PUSH,
        KILLED_AFTER_THE_PUSH,
        KILLED_CONFIRMED,
        KILLED_COMMITTED
    }

    record Cell(When when, Move move, Fault fault) {}

    static Stream<Cell> cells() {
        return Stream.of(When.values())
                .flatMap(when -> Stream.of(Move.values())
                        .filter(move -> move != Move.NOTHING || when == When.BEFORE)
                        .flatMap(move -> Stream.of(Fault.values())
                                .map(fault -> new Cell(when, move, fault))));
    }

    /** The process dies here. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final int VISIT = 1;

    @TempDir
    static Path made;

    @TempDir
    Path folder;

    private Store database;
    private LandingWorld landing;
    private RealLanding real;

    @BeforeAll
    static void make() {
        RealLanding.make(made);
    }

    @BeforeEach
    void open() {
        database = EngineDatabase.open(folder);
        landing = new LandingWorld(database);
        real = new RealLanding(made, folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void landsOnceOrNotAtAllAndWhatLandsWasTested(Cell cell) {
        Once once = new Once(cell);
        landing.hands = modelled -> real.over(modelled, once::around);
        TaskId id = real.file(landing);
        String key = landing.task(id).key();

        drainAsTheServerDies(once, id);

        Task task = landing.task(id);
        assertThat(once.moved).as("the base was moved").isTrue();
        assertThat(task.status()).isEqualTo(expected(cell));
        assertThat(real.pushesOf(ours(id)))
                .hasSize(expected(cell) == TaskStatus.DONE ? 1 : 0)
                .allSatisfy(move -> assertThat(real.firstParent(move.to())).isEqualTo(move.from()));
        assertThat(tested(id)).containsAll(real.landed());
        assertThat(real.landed()).hasSize(inMain(cell) ? 1 : 0);

        Sha before = real.tip();
        candidates(id).forEach(candidate -> real.sendAgain(id, key, candidate));
        assertThat(real.tip()).isEqualTo(before);
    }

    /** A server that dies is followed by the next one, over the same database. */
    private void drainAsTheServerDies(Once once, TaskId id) {
        while (true) {
            try {
                landing.drain(landing.start(once.over(database), Turns.HEAD_ONLY), id);
                return;
            } catch (Crash e) {
                once.died++;
                assertThat(once.died).isEqualTo(1);
            }
        }
    }

    private static TaskStatus expected(Cell cell) {
        boolean byHandFirst = cell.move == Move.BY_HAND && cell.when != When.AFTER;
        return byHandFirst ? TaskStatus.PARKED : TaskStatus.DONE;
    }

    /** A person who puts main back after the merge has the last word. */
    private static boolean inMain(Cell cell) {
        return expected(cell) == TaskStatus.DONE
                && !(cell.move == Move.BACK && cell.when == When.AFTER);
    }

    private List<MergeCandidate> candidates(TaskId id) {
        return landing.store.read(reads -> reads.gates().candidates(id, VISIT));
    }

    private List<Sha> ours(TaskId id) {
        return candidates(id).stream()
                .map(MergeCandidate::sha)
                .filter(Objects::nonNull)
                .toList();
    }

    private List<Sha> tested(TaskId id) {
        return landing.store.read(reads -> reads.work().jobs(id, VISIT)).stream()
                .filter(job -> job.name().equals("merge-test"))
                .map(Job::subject)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Lets the move and the fault happen, each once. */
    private final class Once {
        private final Cell cell;
        private boolean moved;
        private boolean failed;
        private int died;

        Once(Cell cell) {
            this.cell = cell;
        }

        Store over(Store store) {
            return new DriverBench.Touched(store, this::reached);
        }

        private void reached(String name) {
            if (name.equals("after write confirmed")) {
                fail(Fault.KILLED_CONFIRMED);
            } else if (name.equals("after write committed")) {
                fail(Fault.KILLED_COMMITTED);
            }
        }

        private void fail(Fault fault) {
            if (cell.fault == fault && !failed) {
                failed = true;
                if (fault == Fault.ANSWER_LOST) {
                    throw new TransientFailure(FailureCode.FORGE, "connection lost");
                }
                throw new Crash();
            }
        }

        private void move() {
            if (moved) {
                return;
            }
            moved = true;
            switch (cell.when) {
                case BEFORE -> real.person(cell.move.script);
                // Refs are locked after this hook, and compared under the lock.
                case DURING -> real.inHook("update", cell.move.script);
                case AFTER -> real.inHook("post-receive", cell.move.script);
            }
        }

        EffectPerformer around(EffectPerformer performer) {
            return new Interposed(
                    performer,
                    () -> fail(Fault.KILLED_BEFORE_IT_ASKS),
                    () -> {
                        fail(Fault.KILLED_BEFORE_THE_PUSH);
                        move();
                    },
                    () -> {
                        fail(Fault.KILLED_AFTER_THE_PUSH);
                        fail(Fault.ANSWER_LOST);
                    });
        }
    }

    @Test
    void aBaseThatNeverRestsParksTheTaskAndARetryTriesAgain() {
        boolean[] restless = {true};
        landing.hands = modelled -> real.over(
                modelled,
                performer -> Interposed.before(performer, () -> {
                    if (restless[0]) {
                        real.person(Move.FORWARD.script);
                    }
                }));
        TaskId id = real.file(landing);
        landing.drain(landing.start(), id);

        assertThat(landing.task(id).status()).isEqualTo(TaskStatus.PARKED);
        assertThat(Objects.requireNonNull(landing.task(id).parking()).why())
                .startsWith("main moved under 5 candidates in a row, the last one ");
        assertThat(real.landed()).isEmpty();

        restless[0] = false;
        landing.retry(id);
        landing.drain(landing.start(), id);
        assertThat(landing.task(id).status()).isEqualTo(TaskStatus.DONE);
        assertThat(candidates(id)).hasSize(6);
        assertThat(real.landed()).hasSize(1);
    }
}
