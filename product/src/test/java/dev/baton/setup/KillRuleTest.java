package dev.baton.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What was durable at a kill says where it hit. */
class KillRuleTest {
    private static final String RUN = "dev confirmed 1/1/run/developer/1 run demo-1-v1-developer-1";
    private static final String TESTS = "dev confirmed 1/1/run/tests/1 run demo-1-v1-tests-1";
    private static final String DEPLOY =
            "deploy confirmed 1/9/deploy/production/5a/1 run demo-1-v9-deploy-production-1";

    static Stream<Arguments> histories() {
        return Stream.of(
                row(KillPoint.IDLE, "created created A title"),
                row(KillPoint.COMMIT, "dev committed dev"),
                row(KillPoint.COMMIT, "dev confirmed 1/1/push x", "review committed review"),
                row(KillPoint.COMMIT, RUN, "dev run-ended demo-1-v1-developer-1", "dev returned x"),
                row(KillPoint.IDLE, "dev committed dev", "dev waiting a slot for developer"),
                row(KillPoint.IDLE, "dev acquired StartRun"),
                row(KillPoint.INTENT_UNCONFIRMED, "dev intent 1/1/run/developer/1"),
                row(KillPoint.INTENT_UNCONFIRMED, RUN, "dev intent 1/1/push"),
                row(KillPoint.AGENT, "dev intent 1/1/run/developer/1", RUN),
                row(KillPoint.AGENT, "dev intent 1/1/run/developer/1", RUN, "dev acquired Collect"),
                row(KillPoint.IDLE, RUN, "dev run-ended demo-1-v1-developer-1 EXITED 0"),
                row(KillPoint.GATE, "dev intent 1/1/run/tests/1", TESTS, "dev yielded x"),
                row(KillPoint.GATE, "deploy intent 1/9/deploy/production/5a/1", DEPLOY),
                row(KillPoint.IDLE, "dev intent 1/1/run/tests/1", "dev poisoned 1/1/run/tests/1 x"),
                row(KillPoint.IDLE, "done committed done"));
    }

    private static Arguments row(KillPoint point, String... lines) {
        return Arguments.of(point, Histories.of(lines));
    }

    @ParameterizedTest
    @MethodSource("histories")
    void theDurableLinesSayWhereItHit(KillPoint expected, DemoHistory durable) {
        assertThat(KillRule.of(durable, true, Set.of())).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("histories")
    void aServerThatWasNotReadyWasRecovering(KillPoint unused, DemoHistory durable) {
        assertThat(KillRule.of(durable, false, Set.of())).isEqualTo(KillPoint.RECOVERY);
    }

    @Test
    void anIntentOfTheServerBeforeMakesItRecoveryWhileItIsOpen() {
        Set<String> inherited = Set.of("1/1/push");
        DemoHistory open = Histories.of("dev intent 1/1/push", "dev acquired Perform");
        DemoHistory next = Histories.of(
                "dev intent 1/1/push", "dev confirmed 1/1/push x", "dev intent 1/1/merge/5a");
        assertThat(KillRule.of(open, true, inherited)).isEqualTo(KillPoint.RECOVERY);
        assertThat(KillRule.of(next, true, inherited)).isEqualTo(KillPoint.INTENT_UNCONFIRMED);
    }

    @Test
    void whatTheNextServerWroteDoesNotCount() {
        DemoHistory history =
                Histories.of("dev intent 1/1/push", "dev confirmed 1/1/push x", "dev acquired x");
        assertThat(history.before(Histories.at(2)).open()).containsExactly("1/1/push");
        assertThat(history.open()).isEmpty();
    }
}
