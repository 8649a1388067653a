package dev.baton.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.api.EventView;
import dev.baton.api.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people and programs read of a demo, word for word. */
class DemoTextTest {
    private final List<EventView> events = new ArrayList<>();

    @Test
    void progressPutsTheMoveOnTheLineOfWhatLedToIt() {
        journey();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        double[] clock = {0};
        DemoProgress progress = new DemoProgress(
                "DEMO-1",
                new PrintStream(out, true, StandardCharsets.UTF_8),
                () -> clock[0] += 0.1);
        events.forEach(progress::show);
        progress.end();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                   0.1s  development    developer started            run demo-1-v1-developer-1
                   0.2s  development    tests green at 3f2a91c
                   0.3s  development    change request open                          → review
                   0.4s  review         reviewer started             run demo-1-v2-reviewer-1
                   0.5s  review         changes-requested at 3f2a91c: Greet.java:8: major: \
                greet fr prints "Hello" → development (visit 3)
                   0.6s  development    tests red at 9b1d0aa: exit 1
                   0.7s  development    retry: developer: exited with 1
                   0.8s  merge          merge-test green at 9b1d0aa
                   0.9s  merge          main moved to 9b1d0aa                        → done
                """);
    }

    @Test
    void theTableCountsVisitsRunsAndTimeOfEachStage() {
        journey();
        assertThat(DemoTable.lines(new DemoHistory(events)))
                .containsExactly(
                        "stage          visits  runs    time  gates",
                        "development         2     2   10.0s  not-empty green  tests"
                                + " green  tests red",
                        "review              1     1    3.0s  verdict red",
                        "merge               1     0    3.0s  merge-test green");
    }

    @Test
    void theReportHasTheFieldsOfTheContractInOrder() {
        DemoReport report = new DemoReport(
                "done",
                "DEMO-1",
                "/d/greet.git",
                "main",
                "sh test.sh",
                "9b1d",
                "9b1d",
                null,
                new DemoReport.Rework(1, "3f2a", "probe"),
                0,
                Map.of(),
                Map.of(),
                0,
                0,
                null,
                "sqlite",
                new DemoReport.Effects(11, 11, 0),
                new DemoReport.Receivers(
                        "/d/greet.git/logs/refs/heads/main", null, null, null, null),
                new BigDecimal("6.4"));
        assertThat(Json.write(report)).isEqualTo("""
                {"result":"done","task":"DEMO-1","repository":"/d/greet.git","base_branch":"main",\
                "test_command":"sh test.sh","merged_sha":"9b1d","tested_sha":"9b1d",\
                "deployed_sha":null,\
                "rework":{"visits":1,"commit":"3f2a","probe_command":"probe"},"kills":0,\
                "kill_points":{},"kill_triggers":{},"adopted_runs":0,"repeated_effects":0,\
                "seed":null,\
                "store":"sqlite",\
                "effects":{"applied":11,"distinct":11,"repeated":0},\
                "receivers":{"base_reflog":"/d/greet.git/logs/refs/heads/main","deploy_log":null,\
                "production_url":null,"staging_log":null,"staging_url":null},"seconds":6.4}""");
    }

    private void journey() {
        event("created", 0, "filed", "");
        event("development", 1, "committed", "development");
        event("development", 1, "intent", "1/1/run/developer/1");
        event("development", 1, "confirmed", "1/1/run/developer/1 pid 7");
        event("development", 1, "verdict", "not-empty green at 3f2a91c: 1 commit");
        event("development", 1, "confirmed", "1/1/run/tests/1 pid 8");
        event("development", 1, "verdict", "tests green at 3f2a91c: exit 0");
        event("development", 1, "confirmed", "1/1/change-request refs/baton/change/1");
        event("review", 2, "committed", "review");
        event("review", 2, "confirmed", "1/2/run/reviewer/1 pid 9");
        event("review", 2, "verdict", "verdict red at 3f2a91c: changes-requested for 3f2a91c");
        event(
                "development",
                3,
                "returned",
                "development\nverdict is red\n"
                        + "Greet.java:8: major: greet fr prints \"Hello\"\nRan the program.");
        event("development", 3, "verdict", "tests red at 9b1d0aa: exit 1");
        event("development", 3, "retry", "developer: exited with 1");
        event("merge", 4, "committed", "merge");
        event("merge", 4, "verdict", "merge-test green at 9b1d0aa: exit 0");
        event("merge", 4, "confirmed", "1/4/merge/9b1d0aa64f2c landed");
        event("done", 5, "committed", "done");
    }

    private void event(String stage, long visit, String type, String data) {
        long seq = events.size() + 1L;
        events.add(new EventView(
                seq, Instant.ofEpochSecond(seq), seq, visit, stage, true, "driver", type, data));
    }
}
