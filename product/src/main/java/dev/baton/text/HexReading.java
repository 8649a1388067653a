package dev.baton.text;

/**
 * Two hex digits of either case as a byte, with a little between bytes: spaces, colons, line ends,
 * {@code \x}, {@code 0x}. The offsets and the column of text of a dump are not read.
 */
final class HexReading implements Reading {
    /** So many other characters may stand between two bytes. */
    private static final int GAP_MAX = 4;

    @Override
    public boolean mayBegin(SecretTrie secrets, int value) {
        int high = Reading.hex(value);
        if (high < 0) {
            return false;
        }
        for (int low = 0; low < 16; low++) {
            if (secrets.step(SecretTrie.ROOT, 16 * high + low) != SecretTrie.ROOT) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void read(byte[] text, int length, int at, Tokens out) {
        int value = text[at];
        if (Reading.hex(value) < 0) {
            between(text, length, at, out);
            return;
        }
        int pair = Reading.pair(text, length, at);
        if (pair >= 0) {
            out.symbol(at + 2, pair);
        }
        if (at + 1 == length) {
            out.unfinished();
        } else if (value == '0' && text[at + 1] == 'x') {
            out.nothing(at + 2);
        }
    }

    private static void between(byte[] text, int length, int at, Tokens out) {
        if (ControlSequence.begins(text[at])) {
            EscapeReading.control(text, length, at, out);
            return;
        }
        if (at > 0 && Reading.hex(text[at - 1]) < 0 && !ControlSequence.begins(text[at - 1])) {
            return; // The gap begins at the first of these characters.
        }
        int end = at + 1;
        while (end < length && end - at < GAP_MAX && Reading.hex(text[end]) < 0) {
            end++;
        }
        if (end == length) {
            out.unfinished();
        } else {
            out.nothing(end);
        }
    }
}
