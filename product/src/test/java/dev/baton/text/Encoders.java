package dev.baton.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How tools write a text, each in a form of its own and with its own choice of characters. */
public final class Encoders {
    /** One way; what it chooses, it chooses at random. */
    public interface Encoder {
        /**
         * @param before stands before the secret and is encoded with it
         * @param after the same behind it
         */
        String encode(String before, String secret, String after, Random random);
    }

    private Encoders() {}

    public static Map<String, Encoder> all() {
        Map<String, Encoder> all = new LinkedHashMap<>();
        escapes(all);
        bytes(all);
        return all;
    }

    private static void escapes(Map<String, Encoder> all) {
        all.put("plain", (b, s, a, random) -> b + s + a);
        all.put("percent of Java", (b, s, a, random) -> b + url(s) + a);
        all.put("percent, %20", (b, s, a, random) -> b + url(s).replace("+", "%20") + a);
        all.put("percent, some", (b, s, a, random) -> b + bytes(s, random, Encoders::percent) + a);
        all.put("percent, twice", (b, s, a, random) -> b + url(url(s)) + a);
        all.put("JSON", (b, s, a, random) -> b + json(s, random, false) + a);
        all.put(
                "JSON in JSON",
                (b, s, a, random) -> b + json(s, random, true).replace("\\", "\\\\") + a);
        all.put("HTML", (b, s, a, random) -> b + html(s, random) + a);
        all.put(
                "octal",
                (b, s, a, random) ->
                        b + bytes(s, random, value -> String.format("\\%03o", value)) + a);
        all.put("colours", (b, s, a, random) -> b + coloured(s, random) + a);
    }

    private static void bytes(Map<String, Encoder> all) {
        all.put("hex", (b, s, a, random) -> "z" + hex(b + s + a, "", random) + "z");
        all.put("hex, spaces", (b, s, a, random) -> hex(b + s + a, " ", random));
        all.put("hex, colons", (b, s, a, random) -> hex(s, ":", random));
        all.put("hex, C", (b, s, a, random) -> hex(b + s, "\\x", random));
        all.put("base64", (b, s, a, random) -> Base64.getEncoder().encodeToString(utf8(b + s + a)));
        all.put(
                "base64, URL",
                (b, s, a, random) ->
                        Base64.getUrlEncoder().withoutPadding().encodeToString(utf8(b + s + a)));
        all.put("base64, folded", (b, s, a, random) -> folded(b + s + a, random));
        all.put(
                "base64 in a URL",
                (b, s, a, random) -> url(Base64.getEncoder().encodeToString(utf8(b + s + a))));
        all.put(
                "base64 in JSON",
                (b, s, a, random) -> folded(b + s + a, random)
                        .replace("\r", "\\r")
                        .replace("\n", "\\n")
                        .replace("/", "\\/"));
        all.put(
                "coloured base64",
                (b, s, a, random) ->
                        coloured(Base64.getEncoder().encodeToString(utf8(b + s + a)), random));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String url(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String percent(int value) {
        return String.format(value % 2 == 0 ? "%%%02x" : "%%%02X", value);
    }

    /** Each character as it is, or its bytes in a form; a few of them in any case. */
    private static String bytes(String text, Random random, IntFunction<String> form) {
        return text.codePoints()
                .mapToObj(c -> {
                    String character = Character.toString(c);
                    boolean plain = random.nextBoolean() && "%\\&".indexOf(c) < 0;
                    return plain
                            ? character
                            : IntStream.range(0, utf8(character).length)
                                    .mapToObj(i -> form.apply(utf8(character)[i] & 0xff))
                                    .collect(Collectors.joining());
                })
                .collect(Collectors.joining());
    }

    private static String json(String text, Random random, boolean least) {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String unit = String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c);
            json.append(
                    switch (c) {
                        case '"' -> "\\\"";
                        case '\\' -> least ? unit : "\\\\";
                        case '\n' -> "\\n";
                        case '/' -> random.nextBoolean() ? "\\/" : "/";
                        default -> c > 0x7e || c < ' ' || random.nextInt(4) == 0 ? unit : "" + c;
                    });
        }
        return json.toString();
    }

    private static String html(String text, Random random) {
        return text.codePoints()
                .mapToObj(c -> switch (random.nextInt(c == '&' ? 3 : 6)) {
                    case 0 -> "&#" + c + ";";
                    case 1 -> String.format("&#x%04x;", c);
                    default ->
                        switch (c) {
                            case '&' -> "&amp;";
                            case '<' -> "&lt;";
                            case '>' -> "&gt;";
                            case '"' -> "&quot;";
                            case '\'' -> "&#039;";
                            default -> Character.toString(c);
                        };
                })
                .collect(Collectors.joining());
    }

    private static String hex(String text, String before, Random random) {
        boolean upper = random.nextBoolean();
        StringBuilder hex = new StringBuilder();
        for (byte b : utf8(text)) {
            String pair = String.format("%02x", b & 0xff);
            hex.append(before).append(upper ? pair.toUpperCase(Locale.ROOT) : pair);
        }
        return hex.toString();
    }

    private static String folded(String text, Random random) {
        String end = random.nextBoolean() ? "\r\n" : "\n";
        return Base64.getMimeEncoder(4 * (1 + random.nextInt(19)), utf8(end))
                .encodeToString(utf8(text));
    }

    private static String coloured(String text, Random random) {
        String[] orders = {"\u001b[0m", "\u001b[1;31m", "\u001b[K", "\u001b]0;title\u0007", "\b"};
        return text.codePoints()
                .mapToObj(c -> (random.nextInt(4) == 0 ? orders[random.nextInt(orders.length)] : "")
                        + Character.toString(c))
                .collect(Collectors.joining());
    }
}
