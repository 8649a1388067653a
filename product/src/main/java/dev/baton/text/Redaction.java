package dev.baton.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Hides secrets by value wherever text of a run leaves the server: as they are, each line of those
 * with several, and as the readings of this package find them; also where colours are switched in
 * the middle. What somebody encodes otherwise on purpose is not found. Immutable.
 */
public final class Redaction implements UnaryOperator<String> {
    /** Stands for a secret. */
    public static final String HIDDEN = "***";

    /** Hides nothing. */
    public static final Redaction NONE = of(List.of());

    /** No secret is longer in a text: so much before a place tells whether one is there. */
    public static final int REACH_BYTES_MAX = Scan.REACH_MAX;

    /** Shorter values would black out half of every log. */
    private static final int LENGTH_MIN = 6;

    /** Fewer symbols than these say little about a secret, and much text ends with them. */
    private static final int TELLING = 4;

    private final List<Look> looks;

    private Redaction(List<byte[]> plain, List<byte[]> base64) {
        SecretTrie bytes = SecretTrie.of(plain);
        this.looks = bytes.isEmpty()
                ? List.of()
                : List.of(
                        new Look(bytes, new EscapeReading()),
                        new Look(bytes, new HexReading()),
                        new Look(SecretTrie.of(base64), new Base64Reading()));
    }

    /**
     * @param secrets by value; those shorter than six characters are left alone, as is each such
     *     line of those with several
     */
    public static Redaction of(Collection<String> secrets) {
        List<byte[]> values = secrets.stream()
                .flatMap(secret -> Stream.concat(
                        Stream.of(secret),
                        secret.lines()
                                .map(String::strip)
                                .filter(line -> !line.startsWith("-----"))))
                .filter(value -> value.length() >= LENGTH_MIN)
                .distinct()
                .map(value -> value.getBytes(StandardCharsets.UTF_8))
                .toList();
        return new Redaction(
                values,
                values.stream()
                        .flatMap(Redaction::base64)
                        .map(Base64Reading::symbols)
                        .toList());
    }

    /** One reading and what is looked for in it. */
    private static final class Look {
        private final SecretTrie secrets;
        private final Reading reading;
        private final boolean[] begins = new boolean[256];

        Look(SecretTrie secrets, Reading reading) {
            this.secrets = secrets;
            this.reading = reading;
            for (int value = 0; value < begins.length; value++) {
                begins[value] = reading.mayBegin(secrets, value);
            }
        }
    }

    @Override
    public String apply(String text) {
        if (looks.isEmpty()) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Secrets found = find(bytes, bytes.length);
        return found.spans.isEmpty() ? text : found.hide(0, bytes.length);
    }

    /**
     * The same for a diff, or any text that is read line by line: keeps the ends of lines in a
     * secret, and the first character of each, which says how the line changed.
     */
    public String applyByLine(String text) {
        if (looks.isEmpty()) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Secrets found = find(bytes, bytes.length);
        return found.spans.isEmpty() ? text : found.byLine().hide(0, bytes.length);
    }

    /** The secrets in the first bytes of a text, which may begin and break off anywhere. */
    public Secrets find(byte[] text, int length) {
        List<Span> spans = new ArrayList<>();
        int[] openFrom = new int[TELLING + 1];
        Arrays.fill(openFrom, length);
        for (Look look : looks) {
            List<Span> found = new ArrayList<>();
            new Scan(look.secrets, look.reading, look.begins, text, length, found, openFrom).run();
            spans.addAll(found);
        }
        return new Secrets(
                text,
                Span.merged(spans),
                Arrays.stream(openFrom).min().orElse(length),
                openFrom[TELLING]);
    }

    /** Where secrets are in a text. */
    public static final class Secrets {
        private final byte[] text;
        private final List<Span> spans;
        private final int begun;
        private final int telling;

        private Secrets(byte[] text, List<Span> spans, int begun, int telling) {
            this.text = text;
            this.spans = spans;
            this.begun = begun;
            this.telling = telling;
        }

        /** Before the first beginning of a secret that the text breaks off in, else its end. */
        public int begun() {
            return begun;
        }

        /** The same, but for beginnings so short that they say nothing. */
        public int telling() {
            return telling;
        }

        /** The same where no more text comes: not before a whole secret that begins there. */
        public int settled() {
            return spans.stream()
                    .filter(span -> span.start() <= telling && telling < span.end())
                    .mapToInt(Span::end)
                    .findFirst()
                    .orElse(telling);
        }

        /** Where to cut so that no secret is torn: the place itself, or before the secret there. */
        public int before(int place) {
            return spans.stream()
                    .filter(span -> span.start() < place && place < span.end())
                    .mapToInt(Span::start)
                    .findFirst()
                    .orElse(place);
        }

        /** The place itself, or after the secret there. */
        public int after(int place) {
            return spans.stream()
                    .filter(span -> span.start() < place && place < span.end())
                    .mapToInt(Span::end)
                    .findFirst()
                    .orElse(place);
        }

        /** The text between two places without the secrets, or parts of them, there. */
        public String hide(int from, int to) {
            StringBuilder hidden = new StringBuilder();
            int shown = from;
            for (Span span : spans) {
                if (span.end() > from && span.start() < to) {
                    append(hidden, shown, Math.max(from, span.start()));
                    hidden.append(HIDDEN);
                    shown = Math.min(to, span.end());
                }
            }
            append(hidden, shown, to);
            return hidden.toString();
        }

        private void append(StringBuilder to, int start, int end) {
            to.append(new String(text, start, end - start, StandardCharsets.UTF_8));
        }

        private Secrets byLine() {
            List<Span> lines = new ArrayList<>();
            for (Span span : spans) {
                int start = span.start();
                for (int i = start; i < span.end(); i++) {
                    if (text[i] == '\n') {
                        lines.add(new Span(start, i));
                        start = Math.min(i + 2, span.end());
                    }
                }
                lines.add(new Span(start, span.end()));
            }
            lines.removeIf(line -> line.start() >= line.end());
            return new Secrets(text, lines, begun, telling);
        }
    }

    /**
     * The middle of what base64 makes of it inside a longer text, which depends on where in a group
     * of three bytes it begins; without the characters that it shares with its neighbours.
     */
    private static Stream<String> base64(byte[] secret) {
        return Stream.of(0, 1, 2).map(offset -> {
            byte[] shifted = new byte[offset + secret.length];
            System.arraycopy(secret, 0, shifted, offset, secret.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int begin = offset == 0 ? 0 : offset + 1;
            int end = encoded.length() - (shifted.length % 3 == 0 ? 0 : 1);
            return encoded.substring(begin, Math.max(begin, end));
        });
    }
}
