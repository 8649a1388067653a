package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenLineTest {
    private static final URI SERVER = URI.create("http://127.0.0.1:8420");

    @Test
    void isSentToTheServerThatItNames() {
        assertThat(TokenLine.of("t", "abc http://127.0.0.1:8420\n").over(SERVER, false))
                .isEqualTo("abc");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8421",
        "https://127.0.0.1:8420",
        "http://localhost:8420",
        "http://127.0.0.1.example.org:8420",
        "http://127.0.0.1:8420@evil.example",
        "http://evil.example:8420",
        "http://[::1]:8420",
        "http://127.0.0.1",
        "no address at all"
    })
    void isSentToNoOther(String address) {
        TokenLine line = TokenLine.of("/data/token", "abc " + address);
        assertThatThrownBy(() -> line.over(SERVER, true))
                .isInstanceOfSatisfying(
                        CliFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContaining("expected it to be that of " + SERVER + ", found " + address)
                .hasMessageNotContaining("abc");
    }

    @ParameterizedTest
    @CsvSource({"http://0.0.0.0:8420, http://127.0.0.1:8420", "http://[::]:8420, http://[::1]:8420"
    })
    void whoListensEverywhereListensOnLoopbackToo(String own, URI server) {
        assertThat(TokenLine.of("t", "abc " + own).over(server, false)).isEqualTo("abc");
        assertThat(TokenLine.of("t", "abc " + own).names(URI.create("http://10.0.0.7:8420")))
                .isFalse();
    }

    @Test
    void withoutAnAddressItGoesWhereItIsKnownToBelong() {
        TokenLine bare = TokenLine.of("BATON_TOKEN", "abc");
        assertThat(bare.over(SERVER, true)).isEqualTo("abc");
        assertThatThrownBy(() -> bare.over(SERVER, false))
                .isInstanceOf(CliFailure.class)
                .hasMessage("token of BATON_TOKEN: expected it to be that of " + SERVER
                        + ", found no address beside the token; it was not sent");
    }

    @Test
    void isNotPrinted() {
        assertThat(TokenLine.of("t", "abc http://x:1")).hasToString("TokenLine[t]");
    }
}
