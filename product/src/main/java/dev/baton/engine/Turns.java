package dev.baton.engine;

import dev.baton.model.QueuePlace;
import dev.baton.model.Task;
import dev.baton.store.Reads;
import dev.baton.store.Tx;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who may land on a base now. It orders and saves work; what keeps a base right is its
 * compare-and-set and the marker, whoever may.
 */
public interface Turns {
    /** The task's place in the queue, as the decision is to see it. */
    Optional<QueuePlace> placeOf(Reads reads, Task task);

    /** Whether it is the task's turn; it cannot lose it before the commit. */
    boolean guard(Tx tx, Task task);

    /** The merge lease: the head of the queue and nobody else. */
    Turns HEAD_ONLY = new Turns() {
        @Override
        public Optional<QueuePlace> placeOf(Reads reads, Task task) {
            return reads.queue().placeOf(task.id());
        }

        @Override
        public boolean guard(Tx tx, Task task) {
            return tx.queue().guardHead(task.id(), task.visit());
        }
    };

    /** No lease: everybody in the queue at once. Who comes second tests again on a new base. */
    Turns EVERYBODY = new Turns() {
        @Override
        public Optional<QueuePlace> placeOf(Reads reads, Task task) {
            return reads.queue().placeOf(task.id()).map(QueuePlace::asHead);
        }

        @Override
        public boolean guard(Tx tx, Task task) {
            return tx.queue().guardPlace(task.id(), task.visit());
        }
    };

    /** One or the other, by the project of the task. */
    static Turns leasedWhere(Predicate<String> project) {
        return new Turns() {
            @Override
            public Optional<QueuePlace> placeOf(Reads reads, Task task) {
                return of(task).placeOf(reads, task);
            }

            @Override
            public boolean guard(Tx tx, Task task) {
                return of(task).guard(tx, task);
            }

            private Turns of(Task task) {
                return project.test(task.project()) ? HEAD_ONLY : EVERYBODY;
            }
        };
    }
}
