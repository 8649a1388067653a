package dev.baton.text;

/**
 * What a terminal takes for orders and does not show: control characters, and the sequences of
 * ECMA-48 that begin with escape.
 */
final class ControlSequence {
    /** The text breaks off inside of a sequence. */
    static final int UNFINISHED = -1;

    private static final int ESCAPE = 0x1b;
    private static final int BELL = 7;
    private static final int DELETE = 0x7f;

    private ControlSequence() {}

    /** Whether something that is not shown begins with this byte; tabs and line ends are shown. */
    static boolean begins(int value) {
        return value == DELETE
                || (value >= 0 && value < ' ' && value != '\t' && value != '\n' && value != '\r');
    }

    /** The end of the sequence at a place where one {@link #begins}. */
    static int end(byte[] text, int length, int at) {
        if (text[at] != ESCAPE) {
            return at + 1;
        }
        if (at + 1 == length) {
            return UNFINISHED;
        }
        return switch (text[at + 1]) {
            case '[' -> endOf(text, length, at + 2, '@');
            case ']', 'P', 'X', '^', '_' -> endOfString(text, length, at + 2);
            default -> endOf(text, length, at + 1, '0');
        };
    }

    /** Parameters and intermediates, then one final byte; without that it is no sequence. */
    private static int endOf(byte[] text, int length, int from, int finalMin) {
        int i = from;
        while (i < length && text[i] >= ' ' && text[i] < finalMin) {
            i++;
        }
        if (i == length) {
            return UNFINISHED;
        }
        return text[i] >= finalMin && text[i] < DELETE ? i + 1 : from;
    }

    /** To the bell or to escape and a backslash. One that is never closed shows what is in it. */
    private static int endOfString(byte[] text, int length, int from) {
        int last = Math.min(length, from + Scan.REACH_MAX);
        for (int i = from; i < last; i++) {
            if (text[i] == BELL) {
                return i + 1;
            }
            if (text[i] == ESCAPE) {
                if (i + 1 == length) {
                    return UNFINISHED;
                }
                return text[i + 1] == '\\' ? i + 2 : from;
            }
        }
        return last == length ? UNFINISHED : from;
    }
}
