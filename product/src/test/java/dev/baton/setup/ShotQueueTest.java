package dev.baton.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.setup.Shot.Trigger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which shot is due, on a journey of twelve effects. */
class ShotQueueTest {
    private static final Course QUICK = Course.of("quick");
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aShotByTheClockWaitsForItsPlaceAndThenForItsTime() {
        ShotQueue queue = queue(new Shot(1, Trigger.CLOCK, 0.5));
        assertThat(queue.due(Histories.of(), false, SECOND)).isEmpty();
        assertThat(queue.due(confirmed(1), false, 2 * SECOND)).isEmpty();
        assertThat(queue.due(confirmed(1), false, 2 * SECOND + 199_000_000)).isEmpty();
        assertThat(queue.due(confirmed(1), false, 2 * SECOND + 200_000_000)).isPresent();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void anIntentThatIsConfirmedAlreadySetsNothingOff() {
        ShotQueue queue = queue(new Shot(0, Trigger.INTENT, 0));
        assertThat(queue.due(Histories.of("d acquired x"), false, 0)).isEmpty();
        assertThat(queue.due(
                        Histories.of("d acquired x", "d intent 1/1/push", "d confirmed 1/1/push x"),
                        false,
                        0))
                .isEmpty();
        assertThat(queue.due(
                        Histories.of(
                                "d acquired x",
                                "d intent 1/1/push",
                                "d confirmed 1/1/push x",
                                "d intent 1/1/change-request"),
                        false,
                        0))
                .isPresent();
    }

    @Test
    void linesBeforeItWasArmedSetNothingOff() {
        ShotQueue queue = queue(new Shot(0, Trigger.MOVE, 0));
        assertThat(queue.due(Histories.of("d committed d"), false, 0)).isEmpty();
        assertThat(queue.due(Histories.of("d committed d", "r committed r"), false, 0))
                .isPresent();
    }

    @Test
    void aShotThatKeepsTheNextOneWaitingTakesAnyLine() {
        ShotQueue queue = queue(new Shot(0, Trigger.MOVE, 0), new Shot(2, Trigger.CLOCK, 0));
        assertThat(queue.due(Histories.of(), false, 0)).isEmpty();
        assertThat(queue.due(confirmed(1), false, 0)).isEmpty();
        assertThat(queue.due(confirmed(2), false, 0)).map(Shot::trigger).contains(Trigger.ANY_LINE);
    }

    @Test
    void nothingWaitsOnceTheLastEffectIsIntended() {
        ShotQueue queue = queue(new Shot(11, Trigger.CLOCK, 1), new Shot(11, Trigger.MOVE, 1));
        DemoHistory ending = Histories.of("merge intent 1/5/merge/5a");
        assertThat(queue.due(ending, false, 0)).map(Shot::trigger).contains(Trigger.INTENT);
        assertThat(queue.whileStarting(ending)).map(Shot::trigger).contains(Trigger.RESTART);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void whenTooFewHitWhereItHurtsTheRestDo() {
        Shot harmless = new Shot(0, Trigger.MOVE, 0);
        ShotQueue queue =
                queue(IntStream.range(0, 10).mapToObj(i -> harmless).toArray(Shot[]::new));
        for (int shot = 1; shot <= 7; shot++) {
            assertThat(queue.whileStarting(Histories.of())).isEmpty();
            assertThat(queue.due(Histories.of(), true, 0)).isPresent();
            queue.hit(KillPoint.AGENT);
        }
        assertThat(queue.whileStarting(Histories.of()))
                .map(Shot::trigger)
                .contains(Trigger.RESTART);
        queue.hit(KillPoint.RECOVERY);
        assertThat(queue.whileStarting(Histories.of())).isPresent();
        queue.hit(KillPoint.INTENT_UNCONFIRMED);
        assertThat(queue.whileStarting(Histories.of())).isPresent();
    }

    @Test
    void aTaskThatIsDoneLetsTheRestCome() {
        ShotQueue queue = queue(new Shot(11, Trigger.MOVE, 0));
        assertThat(queue.due(Histories.of(), false, 0)).isEmpty();
        assertThat(queue.due(Histories.of(), true, 0)).isNotEqualTo(Optional.empty());
    }

    private static ShotQueue queue(Shot... shots) {
        return new ShotQueue(new ChaosPlan(7, List.of(shots)), QUICK);
    }

    private static DemoHistory confirmed(int effects) {
        String[] lines = new String[effects];
        Arrays.setAll(lines, i -> "d confirmed 1/1/x/" + i + " done");
        return Histories.of(lines);
    }
}
