package dev.baton.model;

import java.util.regex.Pattern;

/** A full git object name: 40 (SHA-1) or 64 (SHA-256) lower-case hexadecimal digits. */
public record Sha(String value) {
    private static final Pattern FULL = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    public Sha {
        if (!FULL.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "not a full commit id: expected 40 or 64 lower-case hex digits, found '"
                            + value
                            + "'");
        }
    }

    public static boolean isFull(String text) {
        return FULL.matcher(text).matches();
    }

    /** The first seven digits, for people only; never compare by it. */
    public String abbreviated() {
        return value.substring(0, 7);
    }

    @Override
    public String toString() {
        return value;
    }
}
