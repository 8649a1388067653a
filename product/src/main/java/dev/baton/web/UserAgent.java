package dev.baton.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a browser calls itself, in a word or two; for people, not for decisions. */
final class UserAgent {
    private static final int OTHER_MAX = 40;
    /** The first that is found: most browsers name the others, too. */
    private static final List<Map.Entry<String, String>> BROWSERS = List.of(
            Map.entry("Edg", "Edge"),
            Map.entry("OPR/", "Opera"),
            Map.entry("Firefox/", "Firefox"),
            Map.entry("FxiOS/", "Firefox"),
            Map.entry("CriOS/", "Chrome"),
            Map.entry("Chrome/", "Chrome"),
            Map.entry("Safari/", "Safari"));

    private static final List<Map.Entry<String, String>> SYSTEMS = List.of(
            Map.entry("iPhone", "iPhone"),
            Map.entry("iPad", "iPad"),
            Map.entry("Android", "Android"),
            Map.entry("Windows", "Windows"),
            Map.entry("Mac OS X", "macOS"),
            Map.entry("Linux", "Linux"));

    private UserAgent() {}

    static String brief(@Nullable String header) {
        String text = header == null ? "" : header.replaceAll("[^\\x20-\\x7e]", "?");
        Optional<String> browser = first(BROWSERS, text);
        Optional<String> system = first(SYSTEMS, text);
        if (browser.isEmpty()) {
            return text.substring(0, Math.min(text.length(), OTHER_MAX));
        }
        return browser.get() + system.map(name -> " on " + name).orElse("");
    }

    private static Optional<String> first(List<Map.Entry<String, String>> words, String text) {
        return words.stream()
                .filter(word -> text.contains(word.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
