package dev.baton.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @Test
    void readsEveryUnit() {
        assertThat(Durations.parse("500ms")).contains(Duration.ofMillis(500));
        assertThat(Durations.parse("10s")).contains(Duration.ofSeconds(10));
        assertThat(Durations.parse("45m")).contains(Duration.ofMinutes(45));
        assertThat(Durations.parse("2h")).contains(Duration.ofHours(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "1.5h", "-1s", "1 h", "1H", "1d", "12345678901s"})
    void refusesEverythingElse(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"500ms", "1500ms", "10s", "90s", "45m", "2h"})
    void writesWhatItRead(String text) {
        assertThat(Durations.parse(text).map(Durations::text)).contains(text);
    }

    @Test
    void writesTheLargestUnitWithoutRemainder() {
        assertThat(Durations.parse("120m").map(Durations::text)).contains("2h");
        assertThat(Durations.parse("60s").map(Durations::text)).contains("1m");
        assertThat(Durations.text(Duration.ZERO)).isEqualTo("0ms");
    }
}
