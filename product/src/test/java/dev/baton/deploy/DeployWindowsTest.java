package dev.baton.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When deploys may begin. The 27th of November 2026 is a Friday. */
class DeployWindowsTest {
    private static WindowsSettings of(String... written) {
        return new WindowsSettings(Stream.of(written)
                .map(text -> WindowsSettings.parse(text).orElseThrow())
                .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "now",
            value = {
                "Mon-Fri 09:00-17:00 Europe/Berlin  | 2026-11-27T08:00:00Z | now",
                "Mon-Fri 09:00-17:00 Europe/Berlin  | 2026-11-27T07:59:59Z | 2026-11-27T08:00:00Z",
                "Mon-Fri 09:00-17:00 Europe/Berlin  | 2026-11-27T16:00:00Z | 2026-11-30T08:00:00Z",
                "Fri-Mon 09:00-17:00 UTC            | 2026-11-29T12:00:00Z | now",
                "Fri-Mon 09:00-17:00 UTC            | 2026-11-24T12:00:00Z | 2026-11-27T09:00:00Z",
                "Sat,Tue 22:00-06:00 UTC            | 2026-11-29T05:59:00Z | now",
                "Sat,Tue 22:00-06:00 UTC            | 2026-11-29T06:00:00Z | 2026-12-01T22:00:00Z",
                "sat 00:00-00:00 UTC                | 2026-11-28T23:59:59Z | now",
                "Sat 00:00-00:00 UTC                | 2026-11-29T00:00:00Z | 2026-12-05T00:00:00Z",
                // The clocks go forward at two: three o'clock is the first that there is.
                "Sun 02:30-03:30 Europe/Berlin      | 2026-03-29T00:00:00Z | 2026-03-29T01:30:00Z",
            })
    void openInsideAndNameTheNextOpening(String written, Instant now, Instant opens) {
        assertThat(of(written).opensAt(now)).isEqualTo(Optional.ofNullable(opens));
    }

    @Test
    void addUp() {
        WindowsSettings both = of("Fri 10:00-11:00 UTC", "Fri 14:00-15:00 UTC");
        assertThat(both.opensAt(Instant.parse("2026-11-27T14:30:00Z"))).isEmpty();
        assertThat(both.opensAt(Instant.parse("2026-11-27T12:00:00Z")))
                .contains(Instant.parse("2026-11-27T14:00:00Z"));
    }

    @Test
    void areNeverClosedWhereThereIsNone() {
        assertThat(new WindowsSettings(List.of()).opensAt(Instant.EPOCH)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "09:00-17:00 UTC",
                "Mon-Fri 09:00-17:00",
                "Mon-Fri 9:00-17:00 UTC",
                "Mon-Fri 09:00-25:00 UTC",
                "Mon-Fri 09:00-17:00 Europe/Berlni",
                "Mon-Fry 09:00-17:00 UTC",
                "Montag 09:00-17:00 UTC",
                "Mon- 09:00-17:00 UTC",
            })
    void areRefusedWhereTheyAreWrittenOtherwise(String text) {
        assertThat(WindowsSettings.parse(text)).isEmpty();
    }
}
