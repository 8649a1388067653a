package dev.baton.intake;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

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

    @Property
    void isSafeForGitWhateverTheTitle(@ForAll String title) {
        assertThat(BranchName.of("SHOP-12", title))
                .matches("baton/shop-12(-[a-z0-9]+)*")
                .hasSizeLessThanOrEqualTo(60);
    }
}
