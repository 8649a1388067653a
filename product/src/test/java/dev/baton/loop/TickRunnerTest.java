package dev.baton.loop;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TickRunnerTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final BlockingQueue<Duration> rounds = new LinkedBlockingQueue<>();
    private final AtomicLong nanos = new AtomicLong();
    private @Nullable TickRunner open;

    @AfterEach
    void stop() {
        if (open != null) {
            open.close();
        }
    }

    @Test
    void beginsAtOnceAndGoesOnEveryInterval() throws InterruptedException {
        // A millisecond later at each look: what a real one says depends on the load.
        LongSupplier ticker = () -> nanos.addAndGet(1_000_000);
        TickRunner runner = runner(Duration.ofMillis(5), ticker, NEVER, rounds::add);
        runner.start();

        assertThat(next()).isLessThan(Duration.ofMillis(5));
        assertThat(next()).isPositive();
        assertThat(next()).isPositive();
    }

    @Test
    void wakesEarly() throws InterruptedException {
        TickRunner runner = runner(NEVER, rounds::add);
        runner.start();
        next();
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());

        runner.wake();

        assertThat(next()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aLateRoundCountsAsOneInterval() throws InterruptedException {
        TickRunner runner = runner(Duration.ofMinutes(1), rounds::add);
        runner.start();
        next();
        nanos.addAndGet(Duration.ofDays(2).toNanos());

        runner.wake();

        assertThat(next()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void survivesWhateverItsTickThrows() throws InterruptedException {
        AtomicLong bad = new AtomicLong();
        TickRunner runner = runner(NEVER, watched -> {
            rounds.add(watched);
            if (bad.getAndIncrement() == 1) {
                throw new StackOverflowError("bad");
            }
            throw new IllegalStateException("bad");
        });
        runner.start();
        next();
        runner.wake();
        next();
        runner.wake();
        next();

        await().until(() -> runner.figures().rounds() == 3);
        assertThat(runner.figures().failures()).isEqualTo(3);
        assertThat(runner.figures().lastRun()).isEqualTo(NOW);
        assertThat(runner.figures().tickMillis()).hasValue(0);
    }

    @Test
    void anInterruptThatATickLeavesBehindDoesNotEndIt() throws InterruptedException {
        TickRunner runner = runner(NEVER, watched -> {
            rounds.add(watched);
            if (rounds.size() == 1) {
                Thread.currentThread().interrupt();
            }
        });
        runner.start();

        next();
        runner.wake();
        next();
    }

    @Test
    void startsOnceAndStopsForGood() throws InterruptedException {
        TickRunner runner = runner(NEVER, rounds::add);
        runner.start();
        runner.start();
        next();

        runner.stop();
        runner.stop();
        runner.wake();

        assertThat(rounds.poll(50, TimeUnit.MILLISECONDS)).isNull();
        runner.start();
        next();
    }

    @Test
    void aStopInterruptsARoundThatDoesNotEnd() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        TickRunner runner = runner(NEVER, nanos::get, Duration.ofMillis(20), watched -> {
            rounds.add(watched);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        runner.start();
        next();

        runner.stop();

        Eventually.reached(interrupted);
        assertThat(rounds.poll(50, TimeUnit.MILLISECONDS)).isNull();
    }

    /** What the round works with is closed after a stop. */
    @Test
    void aStopReturnsWhenTheInterruptedRoundHasEnded() throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean();
        TickRunner runner = runner(NEVER, nanos::get, Duration.ofSeconds(1), watched -> {
            rounds.add(watched);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                tidyUp();
                ended.set(true);
            }
        });
        runner.start();
        next();

        runner.stop();

        assertThat(ended).isTrue();
    }

    /** Takes some time, though far less than a stop waits. */
    private static void tidyUp() {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }

    @Test
    void neverRunsARoundTwiceAtOnce() throws InterruptedException {
        AtomicBoolean inside = new AtomicBoolean();
        AtomicBoolean twice = new AtomicBoolean();
        CountDownLatch free = new CountDownLatch(1);
        TickRunner runner = runner(NEVER, nanos::get, Duration.ofMillis(20), watched -> {
            twice.compareAndSet(false, !inside.compareAndSet(false, true));
            rounds.add(watched);
            awaitUninterrupted(free);
            inside.set(false);
        });
        runner.start();
        next();
        runner.stop();
        runner.start();

        assertThat(rounds.poll(100, TimeUnit.MILLISECONDS)).isNull();
        free.countDown();
        next();
        assertThat(twice).isFalse();
    }

    @Test
    void eachTakesItsTurnWhateverTheOthersThrow() {
        List<Integer> done = new ArrayList<>();

        TickRunner.each("test", List.of(1, 2, 3), item -> {
            if (item == 2) {
                throw new IllegalStateException("bad item");
            }
            done.add(item);
        });

        assertThat(done).containsExactly(1, 3);
    }

    private Duration next() throws InterruptedException {
        Duration watched = rounds.poll(Eventually.MAX.toSeconds(), TimeUnit.SECONDS);
        assertThat(watched).as("a round").isNotNull();
        return watched;
    }

    /** No test that uses this may need the bound: one that does runs into its time-out. */
    private TickRunner runner(Duration interval, Consumer<Duration> action) {
        return runner(interval, nanos::get, NEVER, action);
    }

    private TickRunner runner(
            Duration interval,
            LongSupplier ticker,
            Duration stopWithin,
            Consumer<Duration> action) {
        TickRunner runner = new TickRunner(
                tick(action), interval, ticker, InstantSource.fixed(NOW), stopWithin);
        open = runner;
        return runner;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        boolean free = false;
        while (!free) {
            try {
                latch.await();
                free = true;
            } catch (InterruptedException e) {
                free = false;
            }
        }
    }

    private static Tick tick(Consumer<Duration> action) {
        return new Tick() {
            @Override
            public String name() {
                return "test tick";
            }

            @Override
            public void runOnce(Duration watched) {
                action.accept(watched);
            }
        };
    }
}
