package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Event;
import dev.baton.model.Task;
import dev.baton.store.Store.Step;
import dev.baton.store.WriteResult.Committed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many threads at one store. */
@Tag("slow")
abstract class ContentionContract extends StoreContract {
    private static final int ACQUIRES = 1_000;
    private static final int CALLERS = 16;

    @Test
    void everyEpochOfATaskIsHandedOutOnce() throws Exception {
        Task task = newTask();
        List<Long> won = Collections.synchronizedList(new ArrayList<>());

        atOnce(2, () -> {
            long epoch = task(task.id()).epoch();
            while (epoch < ACQUIRES) {
                long seen = epoch;
                if (acquires(task, seen)) {
                    won.add(seen + 1);
                }
                epoch = task(task.id()).epoch();
            }
            return 0;
        });

        assertThat(won)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, task(task.id()).epoch())
                                .boxed()
                                .toList());
        assertThat(task(task.id()).epoch()).isBetween((long) ACQUIRES, ACQUIRES + 1L);
        List<Event> events = read(reads -> reads.history().events(task.id(), 0, 2 * ACQUIRES));
        assertThat(events).hasSize(won.size() + 1).allMatch(Event::transition);
    }

    @Test
    void sixteenCallersAreAllAnsweredAndNothingIsMissing() throws Exception {
        int each = 50;

        atOnce(CALLERS, () -> {
            List<Task> mine = IntStream.range(0, each).mapToObj(i -> newTask()).toList();
            for (Task task : mine) {
                assertThat(task(task.id())).isEqualTo(task);
            }
            return 0;
        });

        List<Task> all = read(reads -> reads.tasks().list("SHOP", 10_000));
        assertThat(all)
                .extracting(Task::key)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, CALLERS * each)
                        .mapToObj(n -> "SHOP-" + n)
                        .toList());
        assertThat(store.counters().commits()).isEqualTo(CALLERS * each + 1);
    }

    private boolean acquires(Task task, long seen) {
        return store.<Integer>write("acquire", tx -> {
                    if (!tx.tasks().acquire(task.id(), seen, owner(seen))) {
                        return Step.lost("acquire");
                    }
                    tx.history().append(event(task, seen + 1, true, "acquired"));
                    return Step.commit(0);
                })
                instanceof Committed;
    }

    private static void atOnce(int threads, Callable<Integer> work)
            throws InterruptedException, ExecutionException {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (Future<Integer> done : pool.invokeAll(Collections.nCopies(threads, work))) {
                assertThat(done.get()).isZero();
            }
        }
    }
}
