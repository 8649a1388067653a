package dev.baton.git;

import java.nio.charset.StandardCharsets;

/** Makes any text one part of a ref name or one file name, so that no two texts share one. */
public final class RefName {
    private RefName() {}

    /**
     * ASCII letters, digits and dashes stay, every other byte becomes {@code _xx}; a leading dash
     * too, and nothing at all is {@code _}. Injective, since the underscore itself is written so.
     */
    public static String part(String text) {
        if (text.isEmpty()) {
            return "_";
        }
        StringBuilder part = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || (c == '-' && !part.isEmpty());
            part.append(plain ? String.valueOf(c) : "_%02x".formatted((int) c));
        }
        return part.toString();
    }
}
