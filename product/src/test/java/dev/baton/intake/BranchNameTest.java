package dev.baton.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BranchNameTest {
    @Test
    void saysKeyAndTitle() {
        assertThat(BranchName.of("SHOP-12", "Greet in the language"))
                .isEqualTo("baton/shop-12-greet-in-the-language");
        assertThat(BranchName.of("SHOP-12", "Größe: ändern!"))
                .isEqualTo("baton/shop-12-gro-e-andern");
        assertThat(BranchName.of("SHOP-12", "🎉")).isEqualTo("baton/shop-12");
    }

    @Test
    void cutsALongTitleAtAWord() {
        assertThat(BranchName.of("A-1", "one two three four five six seven eight nine ten"))
                .isEqualTo("baton/a-1-one-two-three-four-five-six-seven-eight");
        assertThat(BranchName.of("A-1", "x".repeat(300))).isEqualTo("baton/a-1-" + "x".repeat(40));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "../../etc/passwd",
                "-rf --upload-pack=x",
                "a..b",
                "refs/heads/main",
                "x.lock",
                "@{-1}",
                "a~1^2:3?*[",
                "$(rm -rf /) `id` ; | &",
                "line\nbreak\ttab\u0000nul",
                "\uD83D\uDE80 emoji \uD83C\uDF89",
                "\uD800 half",
                "\u202Eright to left",
                "ÄÖÜ ß ñ 漢字"
            })
    void isSafeForGitWhateverTheTitle(String title) {
        assertThat(BranchName.of("SHOP-12", title))
                .matches("baton/shop-12(-[a-z0-9]+)*")
                .hasSizeLessThanOrEqualTo(60);
    }
}
