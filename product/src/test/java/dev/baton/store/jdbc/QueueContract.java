package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatList;
import static org.assertj.core.api.Assertions.assertThatObject;

import dev.baton.model.QueuePlace;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Merge queues. */
abstract class QueueContract extends StoreContract {

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
    class Leave {
        @Test
        void promotesByPriorityThenFirstComeThenNumber() {
            Task head = inStage(REVIEW);
            Task late = inStage(REVIEW);
            Task first = inStage(REVIEW);
            Task second = inStage(REVIEW);
            Task urgent = inStage(REVIEW);
            join(head, "main", 0, NOW);
            join(late, "main", 0, LATER);
            join(second, "main", 0, NOW);
            join(first, "main", 0, NOW);
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
}
