package dev.baton.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private static final String SECRET = "p&ss wörd/\"7";
    private static final String OTHER = "hunter2hunter2";
    private static final Redaction REDACTION = Redaction.of(List.of(SECRET, OTHER, "short"));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void hidesEveryOccurrence() {
        assertThat(REDACTION.apply("a " + SECRET + OTHER + " b " + OTHER + "!"))
                .isEqualTo("a ****** b ***!");
    }

    @Test
    void leavesOtherTextAndShortValuesAlone() {
        String text = "a short text \u001b[31mred\u001b[0m";
        assertThat(REDACTION.apply(text)).isSameAs(text);
    }

    @Test
    void findsWhatUrlsAndJsonMakeOfIt() {
        assertThat(REDACTION.apply(URLEncoder.encode(SECRET, StandardCharsets.UTF_8)))
                .isEqualTo("***");
        assertThat(REDACTION.apply("{\"k\":\"p&ss wörd/\\\"7\"}")).isEqualTo("{\"k\":\"***\"}");
    }

    @Test
    void findsItInBase64WhereverItBegins() {
        for (String before : List.of("", "u", "us", "use:", "user:")) {
            for (String after : List.of("", "x", "xy")) {
                String encoded = Base64.getEncoder().encodeToString(bytes(before + OTHER + after));
                String hidden = REDACTION.apply("Basic " + encoded);
                assertThat(hidden).as(before + "|" + after).contains("***");
                assertThat(hidden.length()).isLessThan("Basic ".length() + 16);
            }
        }
    }

    @Test
    void findsEachLineOfAKey() {
        Redaction redaction = Redaction.of(
                List.of("-----BEGIN KEY-----\nMIIEabcdef\nghijklmn\n-----END KEY-----"));
        assertThat(redaction.apply("1: MIIEabcdef\n2: ghijklmn\n-----END KEY-----"))
                .isEqualTo("1: ***\n2: ***\n-----END KEY-----");
    }

    @Test
    void coloursDoNotHideIt() {
        String text = "\u001b[1mkey=\u001b[31mhunter2\u001b[0m\u001b[Khunter2\u001b[0m.";
        assertThat(REDACTION.apply(text)).isEqualTo("\u001b[1mkey=\u001b[31m***\u001b[0m.");
    }

    @Test
    void aCutNeverGoesThroughIt() {
        byte[] text = bytes("ö " + OTHER + " end");
        int begin = bytes("ö ").length;
        int end = begin + OTHER.length();
        Redaction.Secrets secrets = REDACTION.find(text, text.length);
        for (int place = 0; place <= text.length; place++) {
            boolean inside = begin < place && place < end;
            assertThat(secrets.before(place)).isEqualTo(inside ? begin : place);
            assertThat(secrets.after(place)).isEqualTo(inside ? end : place);
        }
    }

    @Test
    void aTextThatBreaksOffIsCutBeforeABegunSecret() {
        byte[] text = bytes("key=hunter2hun");
        assertThat(REDACTION.find(text, text.length).telling()).isEqualTo("key=".length());
        byte[] harmless = bytes("the hun");
        assertThat(REDACTION.find(harmless, harmless.length).telling()).isEqualTo(harmless.length);
        assertThat(REDACTION.find(harmless, harmless.length).begun()).isEqualTo("the ".length());
    }

    @Test
    void anEscapeThatBreaksOffKeepsASecretBegun() {
        for (String end : List.of("\\u00", "%", "&#1", "\u001b[3", "\u001b]0;title")) {
            byte[] text = bytes("key=hunter2" + end);
            assertThat(REDACTION.find(text, text.length).telling()).as(end).isEqualTo(4);
        }
    }

    @Test
    void secretsMayOverlapContainAndBeginEachOther() {
        Redaction redaction =
                Redaction.of(List.of("abcdefgh", "abcdef", "efghijkl", "aaaaaaaa", "bcdefg"));
        assertThat(redaction.apply("-abcdef- -abcdefgh- -abcdefghijkl- -aaaaaaaaaaaa-"))
                .isEqualTo("-***- -***- -***- -***-");
    }

    @Test
    void aDiffKeepsItsLinesAndTheirSigns() {
        Redaction redaction = Redaction.of(List.of("first line\nsecond line\nthird"));
        assertThat(redaction.applyByLine("+a first line\n+second line\n b third line\n"))
                .isEqualTo("+a ***\n+***\n b third line\n");
        String folded = Base64.getMimeEncoder(20, bytes("\n"))
                .encodeToString(bytes("..." + OTHER + OTHER + OTHER))
                .replace("\n", "\n+");
        assertThat(redaction(OTHER).applyByLine("+" + folded + "\n+x\n").lines())
                .allMatch(line -> line.startsWith("+"))
                .hasSameSizeAs((folded + "\n+x").lines().toList())
                .anyMatch("+x"::equals);
    }

    private static Redaction redaction(String secret) {
        return Redaction.of(List.of(secret));
    }
}
