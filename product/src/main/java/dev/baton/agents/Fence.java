package dev.baton.agents;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.UnaryOperator;

/**
 * Puts text of others between two lines that the text cannot contain: a marker that is derived from
 * the text and is not in it, and a run of backticks longer than any in it. No randomness, so that
 * the same prompt is the same bytes.
 */
final class Fence {
    private static final int BACKTICKS_MIN = 3;
    private static final int MARKER_LENGTH = 16;

    private Fence() {}

    static String around(String what, String text) {
        String marker = marker(text, Fence::hash);
        String ticks = "`".repeat(Math.max(BACKTICKS_MIN, longestRun(text) + 1));
        return "BEGIN " + what + " " + marker + "\n"
                + ticks + "text\n"
                + text + (text.endsWith("\n") ? "" : "\n")
                + ticks + "\n"
                + "END " + what + " " + marker;
    }

    private static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /** Hashes on until the text does not have it: no text can be made that closes its fence. */
    static String marker(String text, UnaryOperator<String> hash) {
        String marker = hash.apply(text);
        while (text.contains(marker)) {
            marker = hash.apply(marker);
        }
        return marker;
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, MARKER_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
