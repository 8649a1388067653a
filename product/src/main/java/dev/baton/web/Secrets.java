package dev.baton.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Makes secrets, and the digests that are kept instead of them. */
final class Secrets {
    /** Without letters that look like digits or like each other (Crockford's base 32). */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int BYTES = 32;
    /** 40 bits: enough for ten minutes at one guess a second. */
    private static final int CODE_CHARACTERS = 8;

    private final RandomGenerator random;

    Secrets(RandomGenerator random) {
        this.random = random;
    }

    String fresh() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Short enough to be typed: {@code 7K2M-Q9ZD}. */
    String code() {
        byte[] bytes = new byte[CODE_CHARACTERS];
        random.nextBytes(bytes);
        StringBuilder code = new StringBuilder();
        for (byte b : bytes) {
            if (code.length() == CODE_CHARACTERS / 2) {
                code.append('-');
            }
            code.append(ALPHABET.charAt(b & (ALPHABET.length() - 1)));
        }
        return code.toString();
    }

    /** A code as it was made, however it was typed. */
    static String typed(String code) {
        String plain = code.toUpperCase(java.util.Locale.ROOT)
                .replaceAll("[^0-9A-Z]", "")
                .replace('O', '0')
                .replaceAll("[IL]", "1");
        int half = CODE_CHARACTERS / 2;
        return plain.length() == CODE_CHARACTERS
                ? plain.substring(0, half) + "-" + plain.substring(half)
                : plain;
    }

    /**
     * What is kept of a secret. Secrets are random, so a plain digest cannot be turned back.
     *
     * @param use keeps digests of one secret for two uses apart
     */
    static String digest(String use, String secret) {
        try {
            byte[] text = (use + " " + secret).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
