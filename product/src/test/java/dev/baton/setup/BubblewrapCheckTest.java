package dev.baton.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.runs.BubblewrapVersion;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BubblewrapCheckTest {
    private static Check of(String said) {
        return BubblewrapCheck.of(BubblewrapVersion.parse(said));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bubblewrap 0.4.1",
                "bubblewrap 0.8.0\n",
                "bubblewrap 0.11",
                "bubblewrap 1.0.0-rc1"
            })
    void takesAVersionWithoutAKnownFault(String said) {
        assertThat(of(said).failed()).isFalse();
        assertThat(of(said).toString()).contains(said.strip().substring("bubblewrap ".length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap 0.4.0", "bubblewrap 0.3.3", "bubblewrap 0.4"})
    void refusesOneThatCanMakeAnybodyRoot(String said) {
        assertThat(of(said).failed()).isTrue();
        assertThat(of(said).toString()).contains("expected 0.4.1 or newer", "CVE-2020-5291");
    }

    @Test
    void warnsWhereTheProgramDoesNotSay() {
        assertThat(of("hello").failed()).isFalse();
        assertThat(BubblewrapCheck.of(Optional.empty()).toString()).contains("bwrap --version");
    }
}
