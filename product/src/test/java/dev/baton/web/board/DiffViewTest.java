package dev.baton.web.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.web.board.DiffView.Kind;
import dev.baton.web.board.DiffView.Line;
import org.junit.jupiter.api.Test;

class DiffViewTest {
    private static DiffView of(String text) {
        return DiffView.of(new DiffSource.Diff(text, false));
    }

    @Test
    void linesHaveTheNumbersOfTheirSides() {
        DiffView diff = of("""
                diff --git a/src/A.java b/src/A.java
                index 1..2 100644
                --- a/src/A.java
                +++ b/src/A.java
                @@ -3,3 +3,3 @@ class A {
                 same
                -old
                +new
                """);
        assertThat(diff.files()).hasSize(1);
        DiffView.File file = diff.files().getFirst();
        assertThat(file.path()).isEqualTo("src/A.java");
        assertThat(file.added()).isEqualTo(1);
        assertThat(file.removed()).isEqualTo(1);
        assertThat(file.remarks()).isEmpty();
        assertThat(file.lines())
                .containsExactly(
                        new Line(Kind.HUNK, "", "", "@@ -3,3 +3,3 @@ class A {"),
                        new Line(Kind.SAME, "3", "3", "same"),
                        new Line(Kind.REMOVED, "4", "", "old"),
                        new Line(Kind.ADDED, "", "4", "new"));
    }

    @Test
    void aFileWithoutLinesSaysWhatHappenedToIt() {
        DiffView diff = of("""
                diff --git a/a.png b/b.png
                similarity index 100%
                rename from a.png
                rename to b.png
                """);
        assertThat(diff.files().getFirst().path()).isEqualTo("b.png");
        assertThat(diff.files().getFirst().remarks())
                .containsExactly("similarity index 100%", "rename from a.png", "rename to b.png");
    }

    @Test
    void aLineThatLooksLikeAHeaderIsALineInsideAHunk() {
        DiffView diff = of("""
                diff --git a/a b/a
                --- a/a
                +++ b/a
                @@ -1,2 +1,2 @@
                --- sql comment
                +++ b/other
                """);
        assertThat(diff.files()).hasSize(1);
        assertThat(diff.removed()).isEqualTo(1);
        assertThat(diff.added()).isEqualTo(1);
    }

    @Test
    void whatIsTooLongIsCutAndSaysSo() {
        DiffView many = of("diff --git a/a b/a\n@@ -1 +1 @@\n" + "+x\n".repeat(10_000));
        assertThat(many.cut()).isTrue();
        assertThat(many.added()).isLessThan(5000);
        DiffView wide = of("diff --git a/a b/a\n@@ -1 +1 @@\n+" + "x".repeat(100_000) + "\n");
        assertThat(wide.cut()).isFalse();
        assertThat(wide.files().getFirst().lines().get(1).text())
                .hasSizeLessThan(500)
                .endsWith("(line cut)");
    }

    @Test
    void aDiffThatWasCutByTheReaderSaysSo() {
        assertThat(DiffView.of(new DiffSource.Diff("", true)).cut()).isTrue();
    }
}
