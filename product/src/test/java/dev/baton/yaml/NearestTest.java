package dev.baton.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> KNOWN = List.of("max-concurrency", "max-commands", "listen");

    @Test
    void findsTheWordThatWasMeant() {
        assertThat(Nearest.to("max-concurency", KNOWN)).contains("max-concurrency");
        assertThat(Nearest.to("lsiten", KNOWN)).contains("listen");
    }

    @Test
    void staysSilentWhereNothingIsNear() {
        assertThat(Nearest.to("repository", KNOWN)).isEmpty();
        assertThat(Nearest.to("x", List.of())).isEmpty();
    }

    @Test
    void listsTheKnownWordsWhereNothingIsNear() {
        assertThat(Nearest.hint("repository", "key", KNOWN))
                .isEqualTo("known keys: listen, max-commands, max-concurrency");
        assertThat(Nearest.hint("x", "role", List.of())).isEqualTo("there is no known role");
    }
}
