package dev.baton.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random secrets in random surroundings, as every encoder writes them, cut anywhere. */
class RedactionFormsTest {
    private static final int ROUNDS = 400;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
            + "0123456789-_.~+/=&<>\"'\\%!@#$^*(){}[]|;:,? äß€";

    private final Random random = new Random(20261130);

    private String text(int lengthMin, int lengthMax) {
        StringBuilder text = new StringBuilder();
        int length = lengthMin + random.nextInt(lengthMax - lengthMin + 1);
        for (int i = 0; i < length; i++) {
            int c = random.nextInt(ALPHABET.length() + 1);
            text.append(c == ALPHABET.length() ? "😀" : ALPHABET.charAt(c));
        }
        return text.toString();
    }

    /** Two marks that no encoder changes, so that what is left between them can be looked at. */
    private static String between(String text) {
        return text.substring(text.indexOf('«') + 1, text.indexOf('»'));
    }

    @Test
    void everyFormIsHidden() {
        Map<String, Encoders.Encoder> encoders = Encoders.all();
        List<String> shown = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            String secret = text(8, 60);
            Redaction redaction = Redaction.of(List.of(secret, text(8, 60), text(8, 60)));
            String before = text(0, 30);
            String after = text(0, 30);
            encoders.forEach((name, encoder) -> {
                String written = encoder.encode(before, secret, after, random);
                String hidden = redaction.apply(text(0, 9) + "«" + written + "»" + text(0, 9));
                String around = encoder.encode(before, "", after, random);
                if (!hidden.contains(Redaction.HIDDEN)
                        || between(hidden).length() > around.length() * 3 + 12) {
                    shown.add(name + ": " + secret + " in " + written + " as " + hidden);
                }
            });
        }
        assertThat(shown).isEmpty();
    }

    @Test
    void aLiteralSecretLeavesItsSurroundingsUntouched() {
        for (int round = 0; round < ROUNDS; round++) {
            String secret = text(8, 60);
            // A backslash right before it would count as its first character escaped.
            String before = text(0, 50) + "«";
            String after = text(0, 50);
            assertThat(Redaction.of(List.of(secret)).apply(before + secret + after))
                    .isEqualTo(before + Redaction.HIDDEN + after);
        }
    }

    @Test
    void textWithoutASecretIsUnchanged() {
        for (int round = 0; round < ROUNDS; round++) {
            Redaction redaction = Redaction.of(List.of(text(6, 12), text(8, 60), text(8, 2000)));
            String text = text(0, 4000);
            assertThat(redaction.apply(text)).isSameAs(text);
            byte[] bytes = new byte[4000];
            random.nextBytes(bytes);
            assertThat(redaction.find(bytes, bytes.length).before(2000)).isEqualTo(2000);
        }
    }

    /** What an earlier version hid, in its own words: never more is shown than then. */
    @Test
    void aLineOfAKeyIsHiddenInEveryForm() {
        String first = text(20, 64);
        String second = text(20, 64);
        Redaction redaction =
                Redaction.of(List.of("-----BEGIN X-----\n" + first + "\n" + second + "\n"));
        Encoders.all().forEach((name, encoder) -> {
            for (String line : List.of(first, second)) {
                String written = encoder.encode("", line, "", random);
                assertThat(redaction.apply(written)).as(name).contains("***");
            }
        });
    }
}
