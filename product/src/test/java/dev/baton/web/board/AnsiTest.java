package dev.baton.web.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.web.board.Ansi.Piece;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnsiTest {
    private final Ansi ansi = new Ansi();

    private static String text(Iterable<Piece> pieces) {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.text()));
        return text.toString();
    }

    @Test
    void coloursAndWeightBecomeClasses() {
        assertThat(ansi.pieces("a \u001b[1;31mb\u001b[0m c \u001b[92;44md\u001b[39me\u001b[49m"))
                .containsExactly(
                        new Piece("", "a "),
                        new Piece("i-red bold", "b"),
                        new Piece("", " c "),
                        new Piece("i-green-bright p-blue", "d"),
                        new Piece("p-blue", "e"));
    }

    @Test
    void theStyleGoesOnInTheNextText() {
        ansi.pieces("\u001b[33mwarning");
        assertThat(ansi.pieces("and more")).containsExactly(new Piece("i-yellow", "and more"));
    }

    @Test
    void ofTheManyColoursTheNamedOnesAreTaken() {
        assertThat(ansi.pieces("\u001b[38;5;9mx\u001b[38;5;200my\u001b[38;2;1;2;3;1mz"))
                .containsExactly(
                        new Piece("i-red-bright", "x"), new Piece("", "y"), new Piece("bold", "z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u001b[2Jb",
                "a\u001b[10;20Hb",
                "a\u001b]0;title\u0007b",
                "a\u001b]8;;http://x\u001b\\b",
                "a\u001b(Bb",
                "a\u001b7b",
                "a\u001b[?25lb"
            })
    void everyOtherSequenceIsDropped(String text) {
        assertThat(text(ansi.pieces(text))).isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u001b",
                "a\u001b[",
                "a\u001b[31",
                "a\u001b]0;no end",
                "a\u001b[9999999999m"
            })
    void whatIsTornOrWrongEndsNothing(String text) {
        assertThat(text(ansi.pieces(text))).startsWith("a");
    }

    @Test
    void aTornSequenceSwallowsNoMoreThanItsLine() {
        assertThat(text(ansi.pieces("\u001b]0;no end\nnext"))).isEqualTo("\nnext");
    }

    @Test
    void markupStaysText() {
        assertThat(ansi.pieces("<script>\u001b[31m&").stream()
                        .map(Piece::text)
                        .collect(Collectors.joining()))
                .isEqualTo("<script>&");
    }
}
