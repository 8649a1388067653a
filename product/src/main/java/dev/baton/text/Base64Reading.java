package dev.baton.text;

/**
 * Characters of base64 as numbers from 0 to 63, in the standard alphabet or the one for URLs, or
 * escaped. Whatever is no such character may stand between two of them: lines are folded at any
 * width, indented, quoted, and signed in a diff.
 */
final class Base64Reading implements Reading {
    /** So many other characters may stand between two. */
    private static final int GAP_MAX = 64;

    private static final int OTHER = -1;
    private static final int[] NUMBERS = numbers();

    private static int[] numbers() {
        int[] numbers = new int[256];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = OTHER;
        }
        for (int i = 0; i < 26; i++) {
            numbers['A' + i] = i;
            numbers['a' + i] = 26 + i;
        }
        for (int i = 0; i < 10; i++) {
            numbers['0' + i] = 52 + i;
        }
        numbers['+'] = 62;
        numbers['-'] = 62;
        numbers['/'] = 63;
        numbers['_'] = 63;
        return numbers;
    }

    /** The numbers of what base64 writes. */
    static byte[] symbols(String encoded) {
        byte[] symbols = new byte[encoded.length()];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = (byte) NUMBERS[encoded.charAt(i)];
        }
        return symbols;
    }

    @Override
    public boolean mayBegin(SecretTrie secrets, int value) {
        int number = NUMBERS[value];
        return EscapeReading.introduces(value)
                || (number != OTHER && secrets.step(SecretTrie.ROOT, number) != SecretTrie.ROOT);
    }

    @Override
    public void read(byte[] text, int length, int at, Tokens out) {
        int value = text[at] & 0xff;
        if (NUMBERS[value] != OTHER) {
            out.symbol(at + 1, NUMBERS[value]);
            return;
        }
        if (EscapeReading.introduces(value)) {
            EscapeReading.escapes(text, length, at, new Escaped(out));
        }
        if (ControlSequence.begins(value)) {
            EscapeReading.control(text, length, at, out);
        } else {
            between(text, length, at, out);
        }
    }

    private static void between(byte[] text, int length, int at, Tokens out) {
        if (text[at] == '\n' && at + 1 < length && (text[at + 1] == '+' || text[at + 1] == '-')) {
            out.nothing(at + 2); // The sign of a diff is one of the alphabet, too.
        }
        if (at > 0 && gap(text[at - 1]) && text[at] != '\n') {
            return; // The gap begins at the first of these characters, or anew with a line.
        }
        int end = at + 1;
        while (end < length && end - at < GAP_MAX && gap(text[end]) && text[end] != '\n') {
            end++;
        }
        if (end == length) {
            out.unfinished();
        }
        out.nothing(end);
    }

    private static boolean gap(byte value) {
        return NUMBERS[value & 0xff] == OTHER && !ControlSequence.begins(value);
    }

    /** An escaped character is one of the alphabet or stands between two of them. */
    private record Escaped(Tokens out) implements Tokens {
        @Override
        public void symbol(int end, int symbol) {
            if (NUMBERS[symbol] == OTHER) {
                out.nothing(end);
            } else {
                out.symbol(end, NUMBERS[symbol]);
            }
        }

        @Override
        public void symbols(int end, byte[] symbols) {
            out.nothing(end);
        }

        @Override
        public void nothing(int end) {
            out.nothing(end);
        }

        @Override
        public void unfinished() {
            out.unfinished();
        }
    }
}
