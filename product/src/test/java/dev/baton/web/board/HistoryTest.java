package dev.baton.web.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Event;
import dev.baton.model.StageId;
import dev.baton.model.TaskId;
import dev.baton.web.board.TaskSheet.Entry;
import dev.baton.web.board.TaskSheet.Tone;
import dev.baton.web.board.TaskSheet.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    private static Event event(long visit, String stage, String type, String data) {
        return new Event(
                1,
                new TaskId(1),
                1,
                visit,
                new StageId(stage),
                false,
                "ann",
                type,
                data,
                START.plusSeconds(visit * 60));
    }

    private static Entry only(String type, String data) {
        return History.of(List.of(event(1, "review", type, data)), true)
                .getFirst()
                .entries()
                .getFirst();
    }

    @Test
    void visitsStandNewestFirstAndASecondOneSaysSo() {
        List<Visit> visits = History.of(
                List.of(
                        event(0, "created", "created", "Title"),
                        event(1, "development", "committed", "development"),
                        event(1, "development", "acquired", "StartRun"),
                        event(2, "review", "committed", "review"),
                        event(3, "development", "returned", "development\nwhy\nfirst\nsecond")),
                true);
        assertThat(visits)
                .extracting(Visit::stage)
                .containsExactly("development", "review", "development", "created");
        assertThat(visits).extracting(Visit::again).containsExactly("2nd time", null, null, null);
        assertThat(visits.getFirst().to()).isNull();
        assertThat(visits.get(1).length()).isEqualTo(Duration.ofMinutes(1));
        assertThat(visits.get(2).steps())
                .extracting(Entry::text)
                .containsExactly("took the task: StartRun");
    }

    @Test
    void aReturnShowsItsFindings() {
        Entry entry = only("returned", "development\nverdict: no\nA.java:1: major: wrong\nmore");
        assertThat(entry.text()).isEqualTo("Sent back here: verdict: no");
        assertThat(entry.detail()).containsExactly("A.java:1: major: wrong", "more");
        assertThat(entry.tone()).isEqualTo(Tone.BAD);
    }

    @Test
    void verdictsAreReadIntoTheirParts() {
        assertThat(only("verdict", "tests green at 63b9e80: exit code 0").tone())
                .isEqualTo(Tone.GOOD);
        assertThat(only("verdict", "verdict red at 63b9e80: no").tone()).isEqualTo(Tone.BAD);
        assertThat(only("verdict", "what").text()).isEqualTo("what");
    }

    @Test
    void effectsSayWhatHappened() {
        assertThat(only("confirmed", "1/5/merge/13b6 13b6 onto main").text())
                .isEqualTo("Merged 13b6 onto main");
        assertThat(only("confirmed", "1/1/push b at 63b9").text()).isEqualTo("Pushed b at 63b9");
        assertThat(only("confirmed", "1/1/run/developer/1 run u").text())
                .isEqualTo("Started developer/1, run u");
        assertThat(only("confirmed", "1/1/new-kind/x y").text()).isEqualTo("Confirmed new-kind: y");
    }

    @Test
    void aTypeNobodyKnowsIsShownAsItIs() {
        assertThat(only("rolled-back", "production").text()).isEqualTo("rolled-back production");
    }
}
