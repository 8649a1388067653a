package dev.baton.text;

import java.nio.charset.StandardCharsets;

/**
 * Every byte as it is, and beside that what escapes stand for: of URLs, of JSON and of other
 * languages that escape with a backslash, of HTML; each of any character, mixed, and repeated. A
 * symbol is a byte of UTF-8.
 */
final class EscapeReading implements Reading {
    /** So often one escape may be escaped again in the same way. */
    private static final int REPEATED_MAX = 8;

    /** The longest escape that is not repeated: a pair of surrogates. */
    private static final int ESCAPE_LENGTH_MAX = 12;

    @Override
    public boolean mayBegin(SecretTrie secrets, int value) {
        return introduces(value) || value == '+' || secrets.step(SecretTrie.ROOT, value) != 0;
    }

    @Override
    public void read(byte[] text, int length, int at, Tokens out) {
        int value = text[at] & 0xff;
        out.symbol(at + 1, value);
        if (value == '+') {
            out.symbol(at + 1, ' ');
        } else if (introduces(value)) {
            escapes(text, length, at, out);
        } else if (ControlSequence.begins(value)) {
            control(text, length, at, out);
        }
    }

    static boolean introduces(int value) {
        return value == '%' || value == '\\' || value == '&';
    }

    static void control(byte[] text, int length, int at, Tokens out) {
        int end = ControlSequence.end(text, length, at);
        if (end == ControlSequence.UNFINISHED) {
            out.unfinished();
        } else {
            out.nothing(end);
        }
    }

    /** What the escapes at a place with an introducer stand for. */
    static void escapes(byte[] text, int length, int at, Tokens out) {
        switch (text[at]) {
            case '%' -> percent(text, length, at + 1, out);
            case '\\' -> backslash(text, length, at, out);
            default -> entity(text, length, at + 1, out);
        }
        if (at + ESCAPE_LENGTH_MAX > length && goesOn(text, length, at)) {
            out.unfinished();
        }
    }

    /** Whether all that follows may belong to one escape, so that more text may make it another. */
    private static boolean goesOn(byte[] text, int length, int at) {
        for (int i = at + 1; i < length; i++) {
            if (!Character.isLetterOrDigit(text[i]) && "%\\#;".indexOf(text[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    private static void percent(byte[] text, int length, int at, Tokens out) {
        int i = at;
        for (int level = 0; level < REPEATED_MAX; level++) {
            int value = Reading.pair(text, length, i);
            if (value < 0) {
                return;
            }
            out.symbol(i + 2, value);
            if (value == '+') {
                out.symbol(i + 2, ' ');
            }
            if (value != '%') {
                return;
            }
            i += 2;
        }
    }

    private static void backslash(byte[] text, int length, int at, Tokens out) {
        int i = at;
        while (i < length && text[i] == '\\' && i - at < REPEATED_MAX) {
            i++;
        }
        if (i - at > 1) {
            out.symbol(at + 2, '\\');
            if (at > 0 && text[at - 1] == '\\') {
                return; // The escape of several begins at the first of them.
            }
        }
        if (i < length) {
            backslashed(text, length, i, out);
        }
    }

    private static void backslashed(byte[] text, int length, int at, Tokens out) {
        int value = text[at];
        switch (value) {
            case 'n' -> out.symbol(at + 1, '\n');
            case 'r' -> out.symbol(at + 1, '\r');
            case 't' -> out.symbol(at + 1, '\t');
            case 'b' -> out.symbol(at + 1, '\b');
            case 'f' -> out.symbol(at + 1, '\f');
            case 'u' -> unicode(text, length, at + 1, out);
            case 'x' -> {
                int pair = Reading.pair(text, length, at + 1);
                if (pair >= 0) {
                    out.symbol(at + 3, pair);
                }
            }
            case '0', '1', '2', '3' -> octal(text, length, at, out);
            default -> {
                if (value >= ' ' && value < 0x7f && !Character.isLetterOrDigit(value)) {
                    out.symbol(at + 1, value);
                }
            }
        }
    }

    private static void octal(byte[] text, int length, int at, Tokens out) {
        int value = number(text, length, at, at + 3, 8);
        if (value >= 0) {
            out.symbol(at + 3, value);
        }
    }

    private static void unicode(byte[] text, int length, int at, Tokens out) {
        int unit = number(text, length, at, at + 4, 16);
        if (unit < 0) {
            return;
        }
        int end = at + 4;
        if (unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE) {
            character(unit, end, out);
            return;
        }
        int low = end;
        while (low < length && text[low] == '\\') {
            low++;
        }
        if (low > end && low < length && text[low] == 'u') {
            int second = number(text, length, low + 1, low + 5, 16);
            if (second >= 0 && Character.isSurrogatePair((char) unit, (char) second)) {
                character(Character.toCodePoint((char) unit, (char) second), low + 5, out);
            }
        }
    }

    private static void entity(byte[] text, int length, int at, Tokens out) {
        int i = at;
        for (int level = 0; level < REPEATED_MAX && i < length; level++) {
            if (text[i] == '#') {
                numeric(text, length, i + 1, out);
                return;
            }
            if (!named(text, length, i, "amp;", '&', out)) {
                named(text, length, i, "lt;", '<', out);
                named(text, length, i, "gt;", '>', out);
                named(text, length, i, "quot;", '"', out);
                named(text, length, i, "apos;", '\'', out);
                return;
            }
            i += "amp;".length();
        }
    }

    private static boolean named(
            byte[] text, int length, int at, String name, int symbol, Tokens out) {
        if (at + name.length() > length) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (text[at + i] != name.charAt(i)) {
                return false;
            }
        }
        out.symbol(at + name.length(), symbol);
        return true;
    }

    private static void numeric(byte[] text, int length, int at, Tokens out) {
        boolean hex = at < length && (text[at] | 0x20) == 'x';
        int from = hex ? at + 1 : at;
        int end = from;
        while (end < length && end - from < ESCAPE_LENGTH_MAX && text[end] != ';') {
            end++;
        }
        if (end < length && text[end] == ';') {
            int value = number(text, length, from, end, hex ? 16 : 10);
            if (Character.isValidCodePoint(value)) {
                character(value, end + 1, out);
            }
        }
    }

    /** The digits between two places as a number, -1 if there is none or it is too large. */
    private static int number(byte[] text, int length, int from, int to, int radix) {
        if (to > length || from == to) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(text[i], radix);
            if (digit < 0 || value > Character.MAX_CODE_POINT) {
                return -1;
            }
            value = radix * value + digit;
        }
        return value;
    }

    private static void character(int codePoint, int end, Tokens out) {
        if (codePoint < 0x80) {
            out.symbol(end, codePoint);
        } else {
            out.symbols(end, Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        }
    }
}
