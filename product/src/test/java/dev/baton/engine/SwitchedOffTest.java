package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.HandDrivenServer.Selected;
import dev.baton.model.Event;
import dev.baton.model.Owner;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.testing.Eventually;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The incident with each of the operator's switches off: whatever is not protected, given up or
 * read any more, nothing happens twice, and what the switch does not name goes on. The merge
 * lease's are in {@link MergeQueueTest} and the test of its keepers; which setting selects what is
 * in a test of {@code main}.
 */
@Tag("slow")
class SwitchedOffTest extends IncidentBench {
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final Selected USUAL = Selected.USUAL;

    private void with(Selected chosen) {
        selected = chosen;
        restart();
    }

    private void crashingOnceAt(String step, TaskId id) {
        boolean[] died = {false};
        world.point = name -> {
            if (!died[0] && is(name, step)) {
                died[0] = true;
                throw new Crash(name);
            }
        };
        for (int i = 0; i < 30 * HEAVY_MINUTES && !task(id).status().terminal(); i++) {
            try {
                minute(id);
            } catch (Crash e) {
                return;
            }
        }
        assertThat(died[0]).as("reached %s", step).isTrue();
    }

    /** Runs are not reaped; dead owners are taken over as ever, and results are taken. */
    @ParameterizedTest
    @MethodSource("steps")
    void withoutTheReaperADeadOwnerIsTakenOver(String step) {
        with(USUAL.without("reaper"));
        TaskId id = file();
        crashingOnceAt(step, id);
        restart();
        untilDone(id);
        assertOnce(id);
    }

    /** Nothing is waited for except that somebody takes the result: a nudge more or less. */
    @ParameterizedTest
    @ValueSource(strings = {"collect", "build", "merge"})
    void withoutTheFinalizersLivenessTheReaperNudgesAndNobodyIsTakenFrom(String step) {
        with(USUAL.neverDeferring());
        TaskId id = file();
        int[] held = {0};
        world.point = name -> {
            if (held[0] == 0 && is(name, step)) {
                while (held[0]++ < HEAVY_MINUTES) {
                    long epoch = task(id).epoch();
                    nanos.addAndGet(MINUTE.toNanos());
                    server().tryAll(id, MINUTE);
                    assertThat(task(id).epoch()).isEqualTo(epoch);
                }
            }
        };
        untilDone(id);
        assertThat(held[0]).isGreaterThan(HEAVY_MINUTES);
        assertThat(server().reaper.figures().now().deferred()).isZero();
        assertOnce(id);
    }

    /**
     * A living owner is taken from past the grace, on the same step and not sooner. It does not end
     * when it is interrupted, and carries its step out when the next one has gone as far as it can.
     */
    @ParameterizedTest
    @MethodSource("steps")
    void withoutTheTransitionLeaseALivingOwnerLosesTheTaskAndNothingHappensTwice(String step)
            throws InterruptedException {
        with(USUAL.patient(Patience.forTheGraceOnly(GRACE)));
        TaskId id = file();
        CountDownLatch wake = new CountDownLatch(1);
        Thread slow = untilHeld(id, step, wake);
        Owner owner = Objects.requireNonNull(task(id).owner());

        nanos.addAndGet(GRACE.toNanos() - 1);
        server().tryAll(id, GRACE);
        assertThat(task(id).owner()).isEqualTo(owner);

        for (int i = 0; i < 3; i++) {
            nanos.addAndGet(MINUTE.toNanos());
            server().tryAll(id, MINUTE);
        }
        assertThat(task(id).owner()).isNotEqualTo(owner);
        wake.countDown();
        Eventually.end(slow);
        untilDone(id);

        assertThat(events(id)).extracting(Event::type).contains("revoked");
        assertEffectsOnce(id);
    }

    /** A thread of the server that falls asleep in that step, deaf to interrupts. */
    private Thread untilHeld(TaskId id, String step, CountDownLatch wake)
            throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        world.point = name -> {
            if (held.getCount() > 0 && is(name, step)) {
                held.countDown();
                deaf(wake);
            }
        };
        Thread slow = Thread.ofPlatform().start(() -> {
            while (held.getCount() > 0) {
                minute(id);
            }
        });
        Eventually.reached(held);
        return slow;
    }

    private static void deaf(CountDownLatch wake) {
        while (wake.getCount() > 0) {
            try {
                wake.await();
            } catch (InterruptedException e) {
                // As a child process that ignores what it is told.
            }
        }
    }

    /** Only a person takes it, who sees who held it; then the resource is asked as ever. */
    @ParameterizedTest
    @MethodSource("steps")
    void withoutReclaimADeadOwnerKeepsItsTaskUntilAPersonTakesIt(String step) {
        with(USUAL.takenOver(registry -> Takeover.byHandOnly()));
        TaskId id = file();
        crashingOnceAt(step, id);
        HandDrivenServer next = restart();
        Task left = task(id);
        Owner dead = Objects.requireNonNull(left.owner());
        for (int i = 0; i < HEAVY_MINUTES; i++) {
            nanos.addAndGet(MINUTE.toNanos());
            next.tryAll(id, MINUTE);
        }
        assertThat(task(id).epoch()).isEqualTo(left.epoch());

        assertThat(new Revocations(database, clock).release(left, "anna"))
                .isEqualTo(new Revocations.Taken(dead, left.epoch() + 1));
        untilDone(id);

        assertEffectsOnce(id);
    }

    /** People are told later; the driver still sees what it needs when it pushes and lands. */
    @ParameterizedTest
    @MethodSource("steps")
    void withoutTheReconcilerADeadOwnerIsTakenOver(String step) {
        with(USUAL.without("reconciler"));
        TaskId id = file();
        crashingOnceAt(step, id);
        restart();
        untilDone(id);
        assertOnce(id);
    }

    /** Everything at once: only what a person says moves what died. */
    @Test
    void withEverythingOffTheTaskGoesOnByHand() {
        with(USUAL.takenOver(registry -> Takeover.byHandOnly())
                .patient(Patience.forTheGraceOnly(GRACE))
                .neverDeferring()
                .without("reaper", "reconciler"));
        TaskId id = file();
        crashingOnceAt("after merge", id);
        restart();
        assertThat(new Revocations(database, clock).release(task(id), "anna"))
                .isInstanceOf(Revocations.Taken.class);
        untilDone(id);
        assertEffectsOnce(id);
    }
}
