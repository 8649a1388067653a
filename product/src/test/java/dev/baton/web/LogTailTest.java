package dev.baton.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.text.Encoders;
import dev.baton.text.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that is followed while it is written, in pieces of any size. */
class LogTailTest {
    private static final String SECRET = "Zq7/cd+ef~gh&ij=\"0123456789\\ü";
    private static final Redaction REDACTION = Redaction.of(List.of(SECRET));

    /** So many characters of a written secret in a row would say something of it. */
    private static final int TELLING = 16;

    private final Random random = new Random(13);

    @TempDir
    Path folder;

    private Path log(byte[] text) throws IOException {
        return Files.write(folder.resolve("log"), text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String followed(byte[] text, int bytesMax) throws IOException {
        Path log = log(new byte[0]);
        StringBuilder seen = new StringBuilder();
        try (LogTail tail = new LogTail(log, 0, REDACTION)) {
            for (int from = 0; from < text.length; ) {
                int to = Math.min(text.length, from + 1 + random.nextInt(bytesMax));
                Files.write(log, Arrays.copyOfRange(text, from, to), StandardOpenOption.APPEND);
                seen.append(tail.next(false));
                from = to;
            }
            for (String piece = tail.next(true); !piece.isEmpty(); piece = tail.next(true)) {
                seen.append(piece);
            }
        }
        return seen.toString();
    }

    private static void hides(String name, String shown, String written) {
        assertThat(shown).as(name).contains(Redaction.HIDDEN);
        for (int i = 0; i + TELLING <= written.length(); i++) {
            assertThat(shown).as(name).doesNotContain(written.substring(i, i + TELLING));
        }
    }

    @Test
    void noFormOfASecretShowsWhereverThePiecesEnd() throws IOException {
        for (Map.Entry<String, Encoders.Encoder> form : Encoders.all().entrySet()) {
            for (int bytesMax : new int[] {1, 7, 60, 400}) {
                String written = form.getValue().encode("", SECRET, "", random);
                String text = "before it\n" + "« " + written + " »\n" + "after it\n";
                String shown = followed(bytes(text), bytesMax);
                hides(form.getKey() + " by " + bytesMax, shown, written);
                assertThat(shown).startsWith("before it\n").endsWith("»\nafter it\n");
            }
        }
    }

    @Test
    void aReaderThatBeginsAnywhereSeesNoRestOfIt() throws IOException {
        String written = Base64.getMimeEncoder(8, bytes("\n")).encodeToString(bytes(SECRET));
        byte[] text = bytes("x\n" + written + "\nafter it\n");
        Path log = log(text);
        for (int offset = 0; offset <= text.length; offset++) {
            try (LogTail tail = new LogTail(log, offset, REDACTION)) {
                String shown = tail.next(true);
                for (String line : written.lines().limit(4).toList()) {
                    assertThat(shown).as("from " + offset).doesNotContain(line);
                }
            }
        }
    }

    @Test
    void aLineWithoutAnEndIsCutAnywhereButInASecret() throws IOException {
        String line = "x".repeat(LogTail.PIECE_BYTES_MAX - SECRET.length() / 2);
        String shown = followed(bytes(line + SECRET + line + SECRET + "\n"), 100_000);
        assertThat(shown.replaceAll("x{1000,}", "x")).isEqualTo("x***x***\n");
        assertThat(shown).hasSize(2 * line.length() + "******\n".length());
    }

    @Test
    void textWithoutASecretComesThroughByteByByte() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            text.append(
                    random.nextInt(40) == 0
                            ? "\n"
                            : "Zq7/ %2c\\u00fcä😀".substring(random.nextInt(6)));
        }
        assertThat(followed(bytes(text + "\n"), 50_000)).isEqualTo(text + "\n");
        assertThat(followed(bytes("no line end"), 3)).isEqualTo("no line end");
    }

    @Test
    void whatBreaksOffInASecretIsNotShown() throws IOException {
        assertThat(followed(bytes("key=" + SECRET.substring(0, 20)), 5)).isEqualTo("key=");
    }
}
