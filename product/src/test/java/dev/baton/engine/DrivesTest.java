package dev.baton.engine;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.TaskId;
import dev.baton.testing.Eventually;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nudges that come while the task is being driven; threads are run by hand. */
class DrivesTest extends DriverBench {
    private final ByHand threads = new ByHand();
    private Driver driver;
    private Drives drives;

    DrivesTest() {
        super(Situations.quick());
    }

    @BeforeEach
    void startServer() {
        driver = start(database);
        drives = new Drives(driver, 4, task -> false, threads);
    }

    /** A task whose next step starts its developer. */
    private TaskId granted() {
        TaskId id = file();
        driver.drive(id, "test");
        others(id);
        return id;
    }

    /** W10: deferring to whoever drives it must not lose what the nudge was about. */
    @Test
    void w10ANudgeWhileItIsDrivenIsDrivenAgain() {
        TaskId id = granted();
        int[] nudged = {0};
        world.point = name -> {
            if (nudged[0]++ == 0) {
                drives.nudge(id, "webhook");
                drives.nudge(id, "run monitor");
            }
        };
        drives.nudge(id, "scan");
        threads.runAll();
        assertThat(nudged[0]).isPositive();
        assertThat(drives.count()).isEqualTo(2);
        assertThat(drives.idle()).isTrue();
    }

    /** W6: nobody but the registry knows that the thread is gone. */
    @Test
    void w6AThreadThatDiesLeavesNothingBeingDriven() {
        TaskId id = granted();
        world.point = name -> {
            throw new Crash(name);
        };
        drives.nudge(id, "scan");
        assertThat(threads.deaths()).isEqualTo(1);
        assertThat(drives.idle()).isTrue();
        world.point = name -> {};
        drives.nudge(id, "scan");
        threads.runAll();
        assertThat(drives.count()).isEqualTo(2);
        assertThat(task(id).owner()).isNull();
    }

    /** Nobody drives it again in this server; the next start looks. */
    @Test
    void aNudgeWhileStoppingLeavesNothingBeingDriven() {
        TaskId id = granted();
        world.point = name -> {
            threads.shutdown();
            drives.nudge(id, "webhook");
        };
        drives.nudge(id, "scan");
        threads.runAll();
        assertThat(drives.count()).isEqualTo(1);
        assertThat(drives.idle()).isTrue();
    }

    /** It became urgent while it waited behind a drive that takes its time. */
    @Test
    void whatIsUrgentGoesBeforeDrivesThatTakeTheirTime() throws InterruptedException {
        TaskId slow = granted();
        TaskId red = file();
        Set<TaskId> urgent = ConcurrentHashMap.newKeySet();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        world.point = name -> {
            begun.countDown();
            reached(free);
        };
        try (Drives busy = new Drives(driver, 1, urgent::contains)) {
            busy.nudge(slow, "scan");
            reached(begun);
            busy.nudge(red, "verifier");
            assertThat(task(red).epoch()).isZero();

            urgent.add(red);

            await().until(() -> task(red).waiting() != null);
            assertThat(free.getCount()).isOne();
            free.countDown();
            await().until(busy::idle);
        }
    }

    private static void reached(CountDownLatch latch) {
        try {
            Eventually.reached(latch);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs what it was given when it is told to. */
    private static final class ByHand extends AbstractExecutorService {
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private boolean shut;

        void runAll() {
            while (!waiting.isEmpty()) {
                waiting.remove().run();
            }
        }

        int deaths() {
            int deaths = 0;
            while (!waiting.isEmpty()) {
                try {
                    waiting.remove().run();
                } catch (Crash end) {
                    deaths++;
                }
            }
            return deaths;
        }

        @Override
        public void execute(Runnable command) {
            waiting.add(command);
        }

        @Override
        public void shutdown() {
            shut = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            shut = true;
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return shut;
        }

        @Override
        public boolean isTerminated() {
            return shut;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
