package dev.baton.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.simulation.Campaign.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product and the design one thinks of first, in the same world under the same faults. */
class SimulationTest {
    private static final int WORKERS = 2;
    private static final int SCHEDULES = 2_000;
    /** It fails sooner; each of them is quick. */
    private static final int OBVIOUS_MAX = 10_000;

    @TempDir
    Path folder;

    @Test
    void theProductHoldsInTwoThousandSchedules() {
        Campaign campaign = campaign("fenced", SCHEDULES, null, WORKERS);

        campaign.run(() -> false);

        assertThat(campaign.failures().values())
                .as("see each again: ./baton simulate --schedules 1 --trace --seed SEED")
                .extracting(SimulationTest::told)
                .isEmpty();
        Report report = campaign.report();
        assertThat(report.schedules()).isEqualTo(SCHEDULES);
        assertThat(report.effects()).as("effects").isGreaterThan(3L * SCHEDULES);
        assertThat(report.faults()).as("faults").isGreaterThan(2L * SCHEDULES);
        assertThat(report.faultsByKind().keySet())
                .as("kinds of faults that struck")
                .containsExactlyInAnyOrder(Fault.values());
        assertThat(report.points().keySet())
                .as("what deploys pass")
                .contains("CALL target.probe", "WRITE deployment fact", "CALL target.status");
        assertThat(report.rollbacks()).as("environments rolled back").isPositive();
    }

    @Test
    void theObviousDesignFailsInEachOfTheFiveWays() {
        Campaign campaign = campaign("obvious", OBVIOUS_MAX, null, WORKERS);

        campaign.run(() -> campaign.failures().size() == Violation.Kind.values().length);

        assertThat(campaign.failures()).containsOnlyKeys(Violation.Kind.values());
    }

    @Test
    void aSeedReplaysToTheByteHoweverManyWork() throws IOException {
        Path one = folder.resolve("one.jsonl");
        Path two = folder.resolve("two.jsonl");

        campaign("fenced", 60, one, 1).run(() -> false);
        campaign("fenced", 60, two, WORKERS).run(() -> false);

        assertThat(two).hasSameBinaryContentAs(one);
        assertThat(Files.readAllLines(one)).hasSizeGreaterThan(180);
    }

    @Test
    void theTraceOfASeedIsTheSameAgain() {
        Campaign campaign = campaign("fenced", 1, null, 1);
        StringBuilder first = new StringBuilder();
        StringBuilder second = new StringBuilder();

        campaign.once(Schedule.of(8), line -> first.append(line.get()).append('\n'));
        campaign.once(Schedule.of(9), Trace.NONE);
        campaign.once(Schedule.of(8), line -> second.append(line.get()).append('\n'));

        assertThat(second.toString()).isEqualTo(first.toString()).contains("faults stop");
    }

    @Test
    void aFailureIsShrunkToMovesThatStillFail() {
        Campaign campaign = campaign("obvious", SCHEDULES, null, WORKERS);
        campaign.run(() -> !campaign.failures().isEmpty());
        Map.Entry<Violation.Kind, Failure> found =
                campaign.failures().entrySet().iterator().next();

        Schedule small = campaign.shrink(found.getValue());

        assertThat(small.moves().size())
                .isLessThan(found.getValue().schedule().moves().size());
        assertThat(campaign.once(small, Trace.NONE).violations())
                .extracting(Violation::kind)
                .contains(found.getKey());
    }

    private static Campaign campaign(
            String protocol, int schedules, @Nullable Path history, int workers) {
        return new Campaign(new Plan(schedules, 1, protocol, history, null, workers));
    }

    private static String told(Failure failure) {
        return "seed %d: %s: %s"
                .formatted(
                        failure.schedule().seed(),
                        failure.violation().kind(),
                        failure.violation().text());
    }
}
