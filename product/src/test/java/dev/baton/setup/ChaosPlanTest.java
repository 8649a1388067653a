package dev.baton.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.setup.Shot.Trigger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {
    private static final int MILESTONES = 12;

    @Test
    void theSameSeedGivesTheSamePlanAndAnotherSeedAnother() {
        assertThat(ChaosPlan.of(7, 10, MILESTONES)).isEqualTo(ChaosPlan.of(7, 10, MILESTONES));
        assertThat(ChaosPlan.of(7, 10, MILESTONES).shots())
                .isNotEqualTo(ChaosPlan.of(8, 10, MILESTONES).shots());
    }

    /** Pinned: a seed in a report has to mean the same in the next version. */
    @Test
    void aSeedMeansTheSameForEver() {
        assertThat(ChaosPlan.of(7, 4, MILESTONES).shots())
                .extracting(Shot::milestone, Shot::trigger)
                .hasToString("[(2, CLOCK), (4, RESTART), (8, ACQUIRED), (9, INTENT)]");
    }

    @Test
    void halfComeByTheClockAndTheyAreSpreadOverTheJourney() {
        for (int kills = 1; kills <= 40; kills++) {
            for (long seed = 0; seed < 50; seed++) {
                List<Shot> shots = ChaosPlan.of(seed, kills, MILESTONES).shots();
                assertThat(shots).hasSize(kills);
                assertThat(shots.stream().filter(s -> s.trigger().byClock())).hasSize(kills / 2);
                assertThat(shots.getFirst().trigger()).isNotEqualTo(Trigger.RESTART);
                assertThat(shots.getLast().trigger()).isEqualTo(Trigger.INTENT);
                for (int i = 0; i < kills; i++) {
                    assertThat(shots.get(i).milestone())
                            .isBetween(i * MILESTONES / kills, (i + 1) * MILESTONES / kills);
                }
            }
        }
    }

    @Test
    void moreAreAimedAtTheBadMomentsThanHaveToHitThem() {
        for (long seed = 0; seed < 50; seed++) {
            ChaosPlan plan = ChaosPlan.of(seed, 10, MILESTONES);
            assertThat(plan.worstMin()).isEqualTo(3);
            assertThat(plan.shots().stream()
                            .map(Shot::trigger)
                            .filter(List.of(Trigger.INTENT, Trigger.RESTART)::contains))
                    .hasSize(5);
        }
    }

    @Test
    void aLineIsFollowedWithinFiftyMilliseconds() {
        assertThat(new Shot(0, Trigger.INTENT, 0).delay()).isZero();
        assertThat(new Shot(0, Trigger.INTENT, 1).delay()).isEqualTo(Duration.ofMillis(50));
        assertThat(new Shot(0, Trigger.RESTART, 0).delay(Duration.ofSeconds(1)))
                .isEqualTo(Duration.ofMillis(400));
    }
}
