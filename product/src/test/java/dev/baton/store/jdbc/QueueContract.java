package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatList;
import static org.assertj.core.api.Assertions.assertThatObject;

import dev.baton.model.Hold;
import dev.baton.model.QueuePlace;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.store.HoldWrites.NewHold;
import dev.baton.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Merge queues. */
abstract class QueueContract extends StoreContract {
    private static final Duration AGE_UP = Duration.ofMinutes(30);

    void join(Task task, String base, int priority, Instant at) {
        commit(tx -> {
            tx.queue()
                    .join(new QueuePlace(
                            "SHOP", base, task.id(), task.visit(), priority, at, null));
            return true;
        });
    }

    Optional<TaskId> leave(Task task) {
        return commit(tx -> tx.queue().leave(task.id(), LATER));
    }

    List<TaskId> order(String base) {
        return read(reads -> reads.queue().queue("SHOP", base)).stream()
                .map(QueuePlace::task)
                .toList();
    }

    QueuePlace place(Task task) {
        return read(reads -> reads.queue().placeOf(task.id())).orElseThrow();
    }

    @Nested
    class Join {
        @Test
        void ofAnEmptyQueueIsTheHead() {
            Task task = inStage(REVIEW);

            join(task, "main", 0, NOW);

            assertThat(place(task))
                    .isEqualTo(new QueuePlace("SHOP", "main", task.id(), 1, 0, NOW, NOW));
        }

        @Test
        void neverTakesTheHeadFromWhoHasIt() {
            Task head = inStage(REVIEW);
            Task urgent = inStage(REVIEW);
            join(head, "main", 0, LATER);
            join(urgent, "main", 9, NOW);

            assertThat(place(head).head()).isTrue();
            assertThat(place(urgent).head()).isFalse();
            assertThat(order("main")).containsExactly(head.id(), urgent.id());
        }

        @Test
        void againKeepsThePlace() {
            Task head = inStage(REVIEW);
            Task task = inStage(REVIEW);
            join(head, "main", 0, NOW);
            join(task, "main", 0, NOW);

            join(task, "main", 9, LATER);
            join(head, "main", 9, LATER);

            assertThat(place(task).joinedAt()).isEqualTo(NOW);
            assertThat(place(task).priority()).isZero();
            assertThat(place(head).headAt()).isEqualTo(NOW);
        }

        @Test
        void ofAnotherBaseHasAHeadOfItsOwn() {
            Task one = inStage(REVIEW);
            Task two = inStage(REVIEW);
            join(one, "main", 0, NOW);
            join(two, "release", 0, NOW);

            assertThat(place(one).head()).isTrue();
            assertThat(place(two).head()).isTrue();
            assertThatList(read(reads -> reads.queue().all()))
                    .extracting(QueuePlace::base)
                    .containsExactly("main", "release");
        }
    }

    @Nested
    class Candidates {
        @Test
        void areCountedInThePlaceOfTheirVisitAndForgottenWithIt() {
            Task task = inStage(REVIEW);
            join(task, "main", 0, NOW);
            built(task, 1);
            built(task, 1);
            built(task, 2);
            assertThat(place(task).watched().candidates()).isEqualTo(2);

            leave(task);
            join(task, "main", 0, NOW);
            assertThat(place(task).watched().candidates()).isZero();
        }

        private void built(Task task, long visit) {
            commit(tx -> {
                tx.queue().built(task.id(), visit);
                return true;
            });
        }
    }

    @Nested
    class Leave {
        @Test
        void promotesByPriorityThenFirstComeWhateverTheClockSays() {
            Task head = inStage(REVIEW);
            Task late = inStage(REVIEW);
            Task first = inStage(REVIEW);
            Task second = inStage(REVIEW);
            Task urgent = inStage(REVIEW);
            join(head, "main", 0, NOW);
            join(first, "main", 0, LATER);
            join(second, "main", 0, NOW);
            join(late, "main", 0, NOW);
            join(urgent, "main", 1, LATER);
            assertThat(order("main"))
                    .containsExactly(head.id(), urgent.id(), first.id(), second.id(), late.id());

            assertThat(leave(head)).contains(urgent.id());
            assertThat(place(urgent).headAt()).isEqualTo(LATER);
            assertThat(leave(urgent)).contains(first.id());
            assertThat(leave(first)).contains(second.id());
            assertThat(leave(second)).contains(late.id());
            assertThat(leave(late)).isEmpty();
        }

        @Test
        void fromTheMiddlePromotesNobody() {
            Task head = inStage(REVIEW);
            Task waiting = inStage(REVIEW);
            join(head, "main", 0, NOW);
            join(waiting, "main", 0, NOW);

            assertThat(leave(waiting)).isEmpty();
            assertThat(place(head).head()).isTrue();
            assertThatObject(read(reads -> reads.queue().placeOf(waiting.id())))
                    .isEqualTo(Optional.empty());
        }

        @Test
        void withoutAPlaceIsNothing() {
            assertThat(leave(newTask())).isEmpty();
        }
    }

    Optional<TaskId> promote() {
        return commit(tx -> tx.queue().promote("SHOP", "main", LATER));
    }

    void watch(Duration more) {
        commit(tx -> {
            tx.queue().watched(more, AGE_UP);
            return true;
        });
    }

    @Nested
    class Ageing {
        @Test
        void raisesWhoWaitsByOneClassForEverySpan() {
            Task head = inStage(REVIEW);
            Task patient = inStage(REVIEW);
            Task urgent = inStage(REVIEW);
            join(head, "main", 0, NOW);
            join(patient, "main", 0, NOW);
            watch(AGE_UP);
            join(urgent, "main", 1, NOW);
            assertThat(order("main")).containsExactly(head.id(), patient.id(), urgent.id());

            watch(AGE_UP.minusMillis(1));
            assertThat(place(patient).watched().raised()).isOne();
            assertThat(place(urgent).watched().raised()).isZero();
            watch(Duration.ofMillis(1));
            assertThat(place(patient).watched().raised()).isEqualTo(2);
            assertThat(place(patient).watched().waiting()).isEqualTo(AGE_UP.multipliedBy(2));
        }

        @Test
        void choosesTheNextHeadAndNeverUnseatsOne() {
            Task head = inStage(REVIEW);
            Task patient = inStage(REVIEW);
            join(head, "main", 0, NOW);
            join(patient, "main", 0, NOW);
            watch(AGE_UP.multipliedBy(9));
            assertThat(place(head).head()).isTrue();
            assertThat(place(head).watched().atHead()).isEqualTo(AGE_UP.multipliedBy(9));
            assertThat(place(head).watched().raised()).isZero();
            assertThat(place(patient).watched().atHead()).isZero();
        }

        @Test
        void leavesOutTheTimeThatTheBaseIsHeld() {
            Task head = inStage(REVIEW);
            Task other = inStage(REVIEW);
            join(head, "main", 0, NOW);
            join(other, "release", 0, NOW);
            Hold hold = hold("main");
            watch(AGE_UP);
            assertThat(place(head).watched().atHead()).isZero();
            assertThat(place(other).watched().atHead()).isEqualTo(AGE_UP);

            commit(tx -> tx.holds().release(hold.id(), "anna", LATER));
            watch(AGE_UP);
            assertThat(place(head).watched().atHead()).isEqualTo(AGE_UP);
        }
    }

    @Nested
    class StepBack {
        @Test
        void goesBehindEverybodyWhateverItsPriorityAndTheNextIsChosen() {
            Task head = inStage(REVIEW);
            Task low = inStage(REVIEW);
            Task middle = inStage(REVIEW);
            join(head, "main", 9, NOW);
            join(low, "main", -1, NOW);
            join(middle, "main", 5, NOW);
            watch(AGE_UP);
            assertThat(held(tx -> tx.queue().overdue(place(tx, head), AGE_UP))).isTrue();

            assertThat(held(tx -> tx.queue().stepBack(place(tx, head)))).isTrue();
            assertThat(promote()).contains(middle.id());
            assertThat(order("main")).containsExactly(middle.id(), low.id(), head.id());
            assertThat(place(head).watched())
                    .isEqualTo(
                            new QueuePlace.Watched(Duration.ZERO, 0, Duration.ZERO, 1, 0, false));
        }

        @Test
        void isLostOnceItIsNotThatHeadAnyMore() {
            Task head = inStage(REVIEW);
            Task next = inStage(REVIEW);
            join(head, "main", 0, NOW);
            join(next, "main", 0, NOW);
            QueuePlace seen = place(head);
            assertThat(held(tx -> tx.queue().stepBack(seen))).isTrue();
            assertThat(held(tx -> tx.queue().stepBack(seen))).isFalse();
            assertThat(place(head).watched().demotions()).isOne();
        }

        @Test
        void ofTheOnlyOneMakesItHeadAgain() {
            Task head = inStage(REVIEW);
            join(head, "main", 0, NOW);
            commit(tx -> tx.queue().stepBack(place(tx, head)));
            assertThat(promote()).contains(head.id());
            assertThat(place(head).headAt()).isEqualTo(LATER);
        }
    }

    @Nested
    class Guards {
        @Test
        void ofTheHeadAndOfAPlaceBindToTheVisit() {
            Task head = inStage(REVIEW);
            Task next = inStage(REVIEW);
            join(head, "main", 0, NOW);
            join(next, "main", 0, NOW);
            assertThat(held(tx -> tx.queue().guardHead(head.id(), 1))).isTrue();
            assertThat(held(tx -> tx.queue().guardHead(head.id(), 2))).isFalse();
            assertThat(held(tx -> tx.queue().guardHead(next.id(), 1))).isFalse();
            assertThat(held(tx -> tx.queue().guardPlace(next.id(), 1))).isTrue();
            assertThat(held(tx -> tx.queue().guardPlace(next.id(), 2))).isFalse();
        }

        @Test
        void overdueIsToldOnceAndOnlyToAHeadOverTheCeiling() {
            Task head = inStage(REVIEW);
            Task next = inStage(REVIEW);
            join(head, "main", 0, NOW);
            join(next, "main", 0, NOW);
            assertThat(held(tx -> tx.queue().overdue(place(tx, head), AGE_UP))).isFalse();
            watch(AGE_UP);
            assertThat(held(tx -> tx.queue().overdue(place(tx, next), AGE_UP))).isFalse();
            assertThat(held(tx -> tx.queue().overdue(place(tx, head), AGE_UP))).isTrue();
            assertThat(held(tx -> tx.queue().overdue(place(tx, head), AGE_UP))).isFalse();
            assertThat(place(head).watched().overdue()).isTrue();
        }

        @Test
        void removingBindsToTheVisitSeen() {
            Task head = inStage(REVIEW);
            join(head, "main", 0, NOW);
            QueuePlace seen = place(head);
            rejoin(head, 2);
            assertThat(held(tx -> tx.queue().remove(seen))).isFalse();
            assertThat(held(tx -> tx.queue().remove(place(tx, head)))).isTrue();
            assertThat(order("main")).isEmpty();
        }
    }

    /** The row of a visit that was left must not stand in for a place of this one. */
    @Test
    void joiningInALaterVisitGivesUpThePlaceOfTheEarlier() {
        Task head = inStage(REVIEW);
        Task next = inStage(REVIEW);
        join(head, "main", 0, NOW);
        join(next, "main", 0, NOW);
        rejoin(head, 2);
        assertThat(place(head).visit()).isEqualTo(2);
        assertThat(order("main")).containsExactly(next.id(), head.id());
        assertThat(place(next).head()).isTrue();
    }

    private void rejoin(Task task, long visit) {
        commit(tx -> {
            tx.queue().join(new QueuePlace("SHOP", "main", task.id(), visit, 0, LATER, null));
            return true;
        });
    }

    private static QueuePlace place(Tx tx, Task task) {
        return tx.queue().placeOf(task.id()).orElseThrow();
    }

    @Nested
    class Passes {
        private Hold held(Task... mending) {
            return commit(tx -> tx.holds()
                    .place(new NewHold(
                            Hold.Kind.BASE,
                            "SHOP",
                            "main",
                            "red",
                            Hold.BATON,
                            null,
                            NOW,
                            Stream.of(mending).map(Task::id).collect(Collectors.toSet()))));
        }

        private boolean letPass(Task head) {
            return commit(tx -> tx.queue().letPass(place(tx, head)));
        }

        private void promote() {
            commit(tx -> tx.queue().promote("SHOP", "main", LATER).isPresent());
        }

        @Test
        void areOfTasksAndOfThoseThatAreNamedLater() {
            Task bad = inStage(REVIEW);
            Task revert = inStage(REVIEW);
            Task other = inStage(REVIEW);
            assertThat(held(bad).lets(bad.id())).isTrue();
            commit(tx -> {
                tx.holds().letPass(bad.id(), revert.id());
                tx.holds().letPass(bad.id(), revert.id());
                return true;
            });
            Hold hold = read(reads -> reads.holds().active("SHOP")).getFirst();
            assertThat(hold.lets(bad.id())).isTrue();
            assertThat(hold.lets(revert.id())).isTrue();
            assertThat(hold.lets(other.id())).isFalse();
            assertThatList(read(reads -> reads.holds().active("BILL"))).isEmpty();
        }

        @Test
        void endTheHoldsOfWhoHasOneAndNoOthers() {
            Task bad = inStage(REVIEW);
            held(bad);
            Hold freeze = held();
            commit(tx -> {
                tx.holds().releasePassed(bad.id(), "baton: done", LATER);
                return true;
            });
            assertThatList(read(reads -> reads.holds().active("SHOP"))).containsExactly(freeze);
        }

        @Test
        void makeTheirTaskTheNextHeadAndTheOldHeadKeepsItsTurn() {
            Task head = inStage(REVIEW);
            Task second = inStage(REVIEW);
            Task bad = inStage(REVIEW);
            join(head, "main", 0, NOW);
            join(second, "main", 0, NOW);
            held(bad);
            join(bad, "main", 0, NOW);
            assertThat(letPass(second)).isFalse();
            assertThat(letPass(head)).isTrue();
            promote();
            assertThat(place(bad).head()).isTrue();
            assertThat(place(head).watched().demotions()).isZero();
            commit(tx -> {
                tx.queue().leave(bad.id(), LATER);
                return true;
            });
            assertThat(order("main")).containsExactly(head.id(), second.id());
            assertThat(place(head).head()).isTrue();
        }
    }

    @Nested
    class Holds {
        @Test
        void areActiveUntilTheyAreReleasedAndStayAfterwards() {
            Hold first = hold("main");
            Hold second = commit(tx -> tx.holds()
                    .place(new NewHold(
                            Hold.Kind.BASE, "SHOP", "main", "./r.sh", "ben", PROCESS, NOW)));
            commit(tx -> tx.holds()
                    .place(new NewHold(
                            Hold.Kind.ENVIRONMENT, "SHOP", "main", "upgrade", "ben", null, NOW)));
            assertThat(active("main")).containsExactly(first, second);
            assertThat(second.process()).isEqualTo(PROCESS);
            assertThat(active("release")).isEmpty();
            assertThatList(read(reads -> reads.holds().active())).hasSize(3);

            assertThat(held(tx -> tx.holds().release(first.id(), "cleo", LATER)))
                    .isTrue();
            assertThat(held(tx -> tx.holds().release(first.id(), "dora", LATER)))
                    .isFalse();
            assertThat(active("main")).containsExactly(second);
            assertThatObject(read(reads -> reads.holds().byId(first.id())))
                    .isEqualTo(Optional.of(new Hold(
                            first.id(),
                            Hold.Kind.BASE,
                            "SHOP",
                            "main",
                            "release freeze",
                            "anna",
                            null,
                            NOW,
                            new Hold.Release("cleo", LATER),
                            Set.of())));
        }

        private List<Hold> active(String base) {
            return read(reads -> reads.holds().active(Hold.Kind.BASE, "SHOP", base));
        }
    }

    private Hold hold(String base) {
        return commit(tx -> tx.holds()
                .place(new NewHold(
                        Hold.Kind.BASE, "SHOP", base, "release freeze", "anna", null, NOW)));
    }

    /** Whoever comes and goes in whatever order, a queue that is not empty has one head. */
    @Test
    void thereIsOneHeadWhileManyJoinAndLeave() throws Exception {
        List<Task> tasks = Stream.generate(() -> inStage(REVIEW)).limit(40).toList();
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> lives = tasks.stream()
                    .<Callable<Boolean>>map(task -> () -> {
                        join(task, "main", (int) (task.id().value() % 3), NOW);
                        boolean one = heads() == 1;
                        if (task.id().value() % 2 == 0) {
                            leave(task);
                        }
                        return one;
                    })
                    .toList();
            for (Future<Boolean> life : pool.invokeAll(lives)) {
                assertThat(life.get()).isTrue();
            }
        }
        assertThat(heads()).isOne();
        assertThat(order("main")).hasSize(20);
    }

    private long heads() {
        return read(reads -> reads.queue().queue("SHOP", "main")).stream()
                .filter(QueuePlace::head)
                .count();
    }
}
