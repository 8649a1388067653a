package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Job;
import dev.baton.model.Notice;
import dev.baton.model.Parking;
import dev.baton.model.QueuePlace;
import dev.baton.model.Task;
import dev.baton.model.TaskStatus;
import dev.baton.model.WorkItem;
import dev.baton.store.Store.Step;
import dev.baton.store.TaskWrites.NewTask;
import dev.baton.store.WriteResult.Committed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Transactions at the same time that write different rows, and would each be right alone. One
 * writer hides what they do to each other; several do not.
 */
@Tag("slow")
abstract class RaceContract extends StoreContract {
    private static final int ROUNDS = 25;
    private static final int AT_ONCE = 6;

    @Test
    void aQueueThatManyJoinAndLeaveHasAlwaysOneHead() throws Exception {
        List<Task> tasks =
                IntStream.range(0, AT_ONCE).mapToObj(i -> inStage(REVIEW)).toList();
        for (int round = 0; round < ROUNDS; round++) {
            each(tasks, this::join);
            assertThat(heads()).isEqualTo(1);
            each(tasks.subList(0, AT_ONCE / 2), this::leave);
            assertThat(heads()).isEqualTo(1);
            each(tasks.subList(AT_ONCE / 2, AT_ONCE), this::leave);
        }
    }

    @Test
    void deliveriesOfOneItemMakeOneTask() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            WorkItem item = new WorkItem("Greet", "", "card-" + round, null, "ann", 0);
            NewTask task = new NewTask("SHOP", item, "digest", "main", NOW);

            List<Boolean> made = atOnce(
                    AT_ONCE,
                    n -> store.write(
                                    "file",
                                    tx -> tx.tasks()
                                            .insertUnlessThere(task, key -> key)
                                            .<Step<Task>>map(Step::commit)
                                            .orElseGet(() -> Step.lost("there")))
                            instanceof Committed);

            assertThat(made).containsOnlyOnce(true);
        }
        assertThat(newTask().key()).isEqualTo("SHOP-" + (ROUNDS + 1));
    }

    @Test
    void aTaskThatIsParkedKeepsNoGrant() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Task task = inStage(DEVELOPMENT);
            Job job = newJob(task, "developer");

            atOnce(2, n -> n == 0 ? park(task) : held(tx -> tx.work().grant(job.id(), NOW)));

            assertThat(task(task.id()).status()).isEqualTo(TaskStatus.PARKED);
            Job parked = read(reads -> reads.work().job(job.id()).orElseThrow());
            assertThat(parked.grantedAt()).isNull();
        }
    }

    /** A channel goes through the outbox by number, and never looks back. */
    @Test
    void whatIsPostedIsToldHoweverManyPost() throws Exception {
        commit(tx -> {
            tx.outbox().open("log");
            return true;
        });
        List<Task> tasks = IntStream.range(0, AT_ONCE).mapToObj(i -> newTask()).toList();
        Set<String> told = ConcurrentHashMap.newKeySet();
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            Future<?> channel = pool.submit(() -> {
                while (!done.get()) {
                    tell(told);
                }
            });
            atOnce(AT_ONCE, n -> {
                for (int i = 0; i < ROUNDS; i++) {
                    post(tasks.get(n), n + "/" + i);
                }
                return true;
            });
            done.set(true);
            channel.get();
        }
        while (tell(told) > 0) {
            // the last ones, some at a time
        }

        assertThat(told).hasSize(AT_ONCE * ROUNDS);
    }

    private void post(Task task, String text) {
        commit(tx -> {
            tx.outbox().post(task.id(), 0, "comment", text, NOW);
            tx.tasks().setback(task.id(), null);
            return true;
        });
    }

    private int tell(Set<String> told) {
        List<Notice> fresh = read(reads -> reads.outbox().fresh("log", 100));
        fresh.forEach(notice -> {
            told.add(notice.text());
            commit(tx -> {
                tx.outbox().told(notice.id(), "log");
                return true;
            });
        });
        return fresh.size();
    }

    private boolean park(Task task) {
        return held(tx -> {
            boolean parked = tx.tasks()
                    .become(
                            task.id(),
                            task.epoch(),
                            TaskStatus.PARKED,
                            new Parking("ann", "why"),
                            NOW);
            tx.work().takeBackGrants(task.id());
            return parked;
        });
    }

    private boolean join(Task task) {
        return commit(tx -> {
            tx.queue().join(new QueuePlace("SHOP", "main", task.id(), 1, 0, NOW, null));
            return true;
        });
    }

    private boolean leave(Task task) {
        return commit(tx -> {
            tx.queue().leave(task.id(), NOW);
            return true;
        });
    }

    private long heads() {
        List<QueuePlace> queue = read(reads -> reads.queue().queue("SHOP", "main"));
        return queue.stream().filter(place -> place.headAt() != null).count();
    }

    private interface Nth {
        boolean does(int n);
    }

    private interface Each {
        boolean does(Task task);
    }

    private static void each(List<Task> tasks, Each work)
            throws InterruptedException, ExecutionException {
        atOnce(tasks.size(), n -> work.does(tasks.get(n)));
    }

    private static List<Boolean> atOnce(int threads, Nth work)
            throws InterruptedException, ExecutionException {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int n = i;
            all.add(() -> {
                start.await();
                return work.does(n);
            });
        }
        List<Boolean> answers = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (Future<Boolean> done : pool.invokeAll(all)) {
                answers.add(done.get());
            }
        }
        return answers;
    }
}
