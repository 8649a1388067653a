package dev.baton.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.setup.Shot.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChaosOutcomeTest {
    private static final ChaosPlan PLAN = ChaosPlan.of(7, 10, 12);

    @Test
    void fewerKillsThanAskedForAreADoubt() {
        assertThat(new ChaosOutcome(PLAN, kills(9, KillPoint.RECOVERY)).doubts())
                .containsExactly("kills: expected 10, found 9");
    }

    @Test
    void tooFewWhereItHurtsAreADoubt() {
        assertThat(new ChaosOutcome(PLAN, kills(10, KillPoint.AGENT)).doubts())
                .containsExactly("kills: expected at least 3 on an unconfirmed intent or in"
                        + " recovery, found 0");
    }

    @Test
    void aRunIsAdoptedOnceHoweverManyKillsItOutlivedAndOnlyIfItsResultWasTaken() {
        ChaosOutcome outcome = new ChaosOutcome(PLAN, kills(10, KillPoint.RECOVERY));
        assertThat(outcome.doubts()).isEmpty();
        assertThat(outcome.adopted(Histories.of("d run-ended demo-1-v1-developer-1 EXITED 0")))
                .isOne();
        assertThat(outcome.adopted(Histories.of("d run-ended demo-1-v1-developer-1 LOST")))
                .isZero();
        assertThat(outcome.line(Histories.of(), 0))
                .isEqualTo("killed 10 times (recovery 10; seed 7) · adopted runs: 0"
                        + " · repeated effects: 0");
        assertThat(outcome.points())
                .hasToString("{agent=0, gate=0, intent_unconfirmed=0, commit=0, recovery=10,"
                        + " idle=0}");
    }

    private static List<Kill> kills(int count, KillPoint point) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Kill(
                        number,
                        Trigger.CLOCK,
                        Duration.ZERO,
                        point,
                        Set.of(),
                        Set.of("demo-1-v1-developer-1"),
                        Duration.ofSeconds(1)))
                .toList();
    }
}
