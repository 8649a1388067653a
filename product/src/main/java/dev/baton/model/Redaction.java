package dev.baton.model;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hides secrets by value wherever text of a run leaves the server: as they are, each line of those
 * with several, and as URLs, JSON and base64 write them; also where colours are switched in the
 * middle. What somebody encodes otherwise on purpose is not found. Immutable.
 */
public final class Redaction implements UnaryOperator<String> {
    /** Stands for a secret. */
    public static final String HIDDEN = "***";

    /** Hides nothing. */
    public static final Redaction NONE = of(List.of());

    /** Shorter values would black out half of every log. */
    private static final int LENGTH_MIN = 6;

    /** Fewer characters than these say little about a secret, and much text ends with them. */
    private static final int TELLING = 4;

    /** Room for colours in the middle of a secret. */
    private static final int COLOURS_MAX = 512;

    /** Sequences that a terminal takes for orders. */
    private static final Pattern ORDERS = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]"
            + "|\u001b\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)"
            + "|\u001b[@-Z^_]");

    private final List<String> texts;
    private final List<String> bytes;

    private Redaction(List<String> texts) {
        this.texts = texts;
        this.bytes = texts.stream().map(Redaction::asBytes).toList();
    }

    public static Redaction of(Collection<String> secrets) {
        return new Redaction(secrets.stream()
                .flatMap(Redaction::forms)
                .filter(form -> form.length() >= LENGTH_MIN)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    @Override
    public String apply(String text) {
        StringBuilder hidden = new StringBuilder();
        int from = 0;
        for (Span span : spans(text, texts)) {
            hidden.append(text, from, span.start()).append(HIDDEN);
            from = span.end();
        }
        return from == 0 ? text : hidden.append(text, from, text.length()).toString();
    }

    /** So many bytes must be known after a place to be certain that no secret begins there. */
    public int bytesAhead() {
        return bytes.isEmpty() ? 0 : bytes.getFirst().length() + COLOURS_MAX;
    }

    /** Where to cut so that no secret is torn: the place itself, or before the secret around it. */
    public int before(byte[] text, int length, int place) {
        Span around = around(text, length, place);
        return around == null ? place : around.start();
    }

    /** The place itself, or after the secret around it. */
    public int after(byte[] text, int length, int place) {
        Span around = around(text, length, place);
        return around == null ? place : around.end();
    }

    /** Where to end a text that breaks off: before what may be the beginning of a secret. */
    public int beforeUnfinished(byte[] text, int length) {
        String end = new String(text, 0, length, StandardCharsets.ISO_8859_1);
        int place = length;
        for (String form : bytes) {
            for (int begun = Math.min(form.length() - 1, length); begun >= TELLING; begun--) {
                if (end.endsWith(form.substring(0, begun))) {
                    place = Math.min(place, length - begun);
                    break;
                }
            }
        }
        return place;
    }

    private @Nullable Span around(byte[] text, int length, int place) {
        return spans(new String(text, 0, length, StandardCharsets.ISO_8859_1), bytes).stream()
                .filter(span -> span.start() < place && place < span.end())
                .findFirst()
                .orElse(null);
    }

    private record Span(int start, int end) {}

    /** In order, none touching another. */
    private static List<Span> spans(String text, List<String> forms) {
        if (text.indexOf('\u001b') < 0) {
            return merged(found(text, forms));
        }
        StringBuilder plain = new StringBuilder(text.length());
        int[] places = new int[text.length()];
        int from = 0;
        Matcher order = ORDERS.matcher(text);
        while (order.find()) {
            take(text, from, order.start(), plain, places);
            from = order.end();
        }
        take(text, from, text.length(), plain, places);
        return merged(found(plain.toString(), forms).stream()
                .map(span -> new Span(places[span.start()], places[span.end() - 1] + 1))
                .toList());
    }

    private static void take(String text, int from, int to, StringBuilder plain, int[] places) {
        for (int i = from; i < to; i++) {
            places[plain.length()] = i;
            plain.append(text.charAt(i));
        }
    }

    private static List<Span> found(String text, List<String> forms) {
        List<Span> spans = new ArrayList<>();
        for (String form : forms) {
            int at = text.indexOf(form);
            while (at >= 0) {
                spans.add(new Span(at, at + form.length()));
                at = text.indexOf(form, at + 1);
            }
        }
        return spans;
    }

    private static List<Span> merged(List<Span> spans) {
        List<Span> merged = new ArrayList<>();
        spans.stream().sorted(Comparator.comparingInt(Span::start)).forEach(span -> {
            if (!merged.isEmpty() && span.start() < merged.getLast().end()) {
                Span last = merged.removeLast();
                merged.add(new Span(last.start(), Math.max(last.end(), span.end())));
            } else {
                merged.add(span);
            }
        });
        return merged;
    }

    private static Stream<String> forms(String secret) {
        Stream<String> lines =
                secret.lines().map(String::strip).filter(line -> !line.startsWith("-----"));
        return Stream.concat(Stream.of(secret), lines)
                .filter(value -> value.length() >= LENGTH_MIN)
                .flatMap(value -> Stream.concat(
                        Stream.of(
                                value,
                                URLEncoder.encode(value, StandardCharsets.UTF_8),
                                value.replace("\\", "\\\\")
                                        .replace("\"", "\\\"")
                                        .replace("\n", "\\n")),
                        base64(value)));
    }

    /**
     * The middle of what base64 makes of it inside a longer text, which depends on where in a group
     * of three bytes it begins; without the characters that it shares with its neighbours.
     */
    private static Stream<String> base64(String value) {
        byte[] secret = value.getBytes(StandardCharsets.UTF_8);
        return Stream.of(0, 1, 2).flatMap(offset -> {
            byte[] shifted = new byte[offset + secret.length];
            System.arraycopy(secret, 0, shifted, offset, secret.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int begin = offset == 0 ? 0 : offset + 1;
            int end = encoded.length() - (shifted.length % 3 == 0 ? 0 : 1);
            String middle = encoded.substring(begin, Math.max(begin, end));
            return Stream.of(middle, middle.replace('+', '-').replace('/', '_'));
        });
    }

    private static String asBytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
