package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Command;
import dev.baton.model.Sha;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The class of incident that Baton is there for. An agent exits 0 at {@code deploy-staging}, the
 * heavy work runs for minutes after that exit was recorded, and meanwhile a webhook, the run
 * monitor, the reaper past its grace, the lease reaper, the scan, the reconciler and a restarted
 * server each try the same transition. There is one merge of one candidate, one coverage ratchet,
 * one image, one deploy to each environment, no rollback, and the task is done.
 *
 * <p>Seen red: with owners taken from the living (each held step), with the finalizer's liveness
 * off (the deferrals), with the epoch taken out of the guards of owner, ownerless record and stage
 * change together (every late write), and with a journal that applies what it inherits without
 * asking (each death). One of these guards alone is not missed here: the others, the stage and the
 * key at the resource stand behind it; the contract of the store sees each by itself.
 */
@Tag("slow")
class IncidentTest extends IncidentBench {
    /** The heavy work is a run: nobody owns the task, and everybody may try. */
    @Test
    void whileTheHeavyWorkIsARun() {
        TaskId id = file();
        int heavyMinutes = 0;
        for (int i = 0; i < 30 * HEAVY_MINUTES && !task(id).status().terminal(); i++) {
            minute(id);
            if (atStaging(id) && exited("deployer") && !world.living.isEmpty()) {
                heavyMinutes++;
                assertThat(task(id).owner()).isNull();
                HandDrivenServer before = server();
                restart().tryAll(id, Duration.ZERO);
                before.tryAll(id, Duration.ZERO);
            }
        }
        assertThat(heavyMinutes).isGreaterThanOrEqualTo(4 * HEAVY_MINUTES);
        assertOnce(id);
    }

    /**
     * The heavy work is a step of a living owner. While it takes the result, the run is over and
     * not taken, and the reaper defers to it, once a round.
     */
    @ParameterizedTest
    @ValueSource(strings = {"collect", "build", "merge"})
    void whileALivingOwnerWorks(String step) {
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
        long deferred = servers.stream()
                .mapToLong(server -> server.reaper.figures().now().deferred())
                .sum();
        assertThat(deferred).isEqualTo(step.equals("collect") ? HEAVY_MINUTES : 0);
        assertOnce(id);
    }

    /** The server is restarted in the middle of its step, and the old one never comes back. */
    @ParameterizedTest
    @MethodSource("steps")
    void whenTheOwnerDiesInTheMiddle(String step) {
        TaskId id = file();
        boolean[] died = {false};
        world.point = name -> {
            if (!died[0] && is(name, step)) {
                died[0] = true;
                nanos.addAndGet(2 * MINUTE.toNanos());
                throw new Crash(name);
            }
        };
        for (int i = 0; i < 30 * HEAVY_MINUTES && !task(id).status().terminal(); i++) {
            try {
                minute(id);
            } catch (Crash e) {
                restart();
            }
        }
        assertThat(died[0]).isTrue();
        assertOnce(id);
    }

    /**
     * The same, but the old owner was only asleep: when it wakes up, the new one has gone as far as
     * it can, and the step is carried out late.
     */
    @ParameterizedTest
    @MethodSource("steps")
    void whenTheOldOwnerWakesUpLate(String step) {
        TaskId id = file();
        boolean[] slept = {false};
        world.point = name -> {
            if (!slept[0] && is(name, step)) {
                slept[0] = true;
                nanos.addAndGet(2 * MINUTE.toNanos());
                restart().tryAll(id, MINUTE);
            }
        };
        untilDone(id);
        assertThat(slept[0]).isTrue();
        assertOnce(id);
    }

    /**
     * An owner or a nudge falls asleep between what it read and what it writes, again and again;
     * each time the next server goes as far as it can before the write is tried late.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void whenWritesComeLate(int nth) {
        TaskId id = file();
        int[] count = {0};
        boolean[] asleep = {false};
        writes = name -> {
            if (name.startsWith("before ")
                    && !asleep[0]
                    && atStaging(id)
                    && count[0]++ % 5 == nth) {
                asleep[0] = true;
                restart().tryAll(id, Duration.ZERO);
                asleep[0] = false;
            }
        };
        untilDone(id);
        assertThat(count[0]).isGreaterThan(40);
        assertOnce(id);
    }

    /** Due times may come early or late by it; nothing is taken, given up or done twice. */
    @Test
    void whileTheWallClockJumpsByHoursBothWays() {
        TaskId id = file();
        long[] hours = {10, -20, 1000, -990};
        for (int i = 0; i < 30 * HEAVY_MINUTES && !task(id).status().terminal(); i++) {
            clock.jump(Duration.ofHours(hours[i % hours.length]));
            minute(id);
        }
        assertOnce(id);
    }

    /**
     * W19 and W20: a person stops the task while an owner is on its way to merge; what is said of
     * the merge is what the base shows, however late that owner arrives.
     */
    @Test
    void w19AStopAnswersForAMergeThatIsOnItsWay() {
        TaskId id = file();
        Sha before = world.base;
        world.point = name -> {
            if (name.startsWith("on the way ") && name.contains("/merge/")) {
                world.point = other -> {};
                command(id, Command.Kind.STOP, null);
                restart().tryAll(id, MINUTE);
                assertThat(task(id).status()).isEqualTo(TaskStatus.CANCELLED);
            }
        };
        untilDone(id);
        assertThat(task(id).status()).isEqualTo(TaskStatus.CANCELLED);
        assertThat(events(id).getLast().data())
                .contains("merge: never will", "deploy to staging: happened as SHOP-staging-1 of ");
        assertThat(world.base).isEqualTo(before);
        assertSound(id);
    }
}
