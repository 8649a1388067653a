package dev.baton.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** How texts look on a terminal. */
final class Terminal {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Terminal() {}

    /** Text of strangers: whatever could command the terminal is shown as its number. */
    static String plain(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (commands(c)) {
                out.append("\\u{%x}".formatted(c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** Like {@link #plain} for one line of a log, where tabs are ordinary. */
    static String logLine(String text) {
        return plain(text.replace("\t", "        "));
    }

    /** Controls, marks that turn the direction of text, and line ends of Unicode. */
    private static boolean commands(int c) {
        return Character.isISOControl(c)
                || within(c, 0x200e, 0x200f)
                || within(c, 0x2028, 0x202e)
                || within(c, 0x2066, 0x2069)
                || within(c, 0xd800, 0xdfff);
    }

    /** Columns that a text takes. */
    static int width(String text) {
        return text.codePoints().map(Terminal::columns).sum();
    }

    /** Naive about new scripts and joined emoji; a table may then be a column off. */
    private static int columns(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || c == 0x200d) {
            return 0;
        }
        boolean wide = within(c, 0x1100, 0x115f)
                || within(c, 0x2e80, 0xa4cf)
                || within(c, 0xac00, 0xd7a3)
                || within(c, 0xf900, 0xfaff)
                || within(c, 0xfe30, 0xfe6f)
                || within(c, 0xff00, 0xff60)
                || within(c, 0xffe0, 0xffe6)
                || within(c, 0x1f300, 0x1faff)
                || within(c, 0x20000, 0x3fffd);
        return wide ? 2 : 1;
    }

    private static boolean within(int c, int first, int last) {
        return c >= first && c <= last;
    }

    /** At most so many columns; what is cut off is marked. */
    static String cut(String text, int columnsMax) {
        if (width(text) <= columnsMax) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int used = 0;
        for (int c : text.codePoints().toArray()) {
            used += columns(c);
            if (used > columnsMax - 1) {
                break;
            }
            out.appendCodePoint(c);
        }
        return out.append('…').toString();
    }

    /** {@code 3m ago}. */
    static String ago(Instant then, Instant now) {
        long seconds = Math.max(0, Duration.between(then, now).toSeconds());
        return span(seconds) + " ago";
    }

    /** {@code 3m}. */
    static String since(Instant then, Instant now) {
        return span(Math.max(0, Duration.between(then, now).toSeconds()));
    }

    /** {@code in 3m}. */
    static String until(Instant then, Instant now) {
        return "in " + span(Math.max(0, Duration.between(now, then).toSeconds()));
    }

    private static String span(long seconds) {
        if (seconds < MINUTE) {
            return seconds + "s";
        }
        if (seconds < HOUR) {
            return seconds / MINUTE + "m";
        }
        return seconds < DAY ? seconds / HOUR + "h" : seconds / DAY + "d";
    }

    /** What a status looks like where colours are wanted. */
    static String status(String status, boolean colours) {
        if (!colours) {
            return status;
        }
        String colour = switch (status.strip().toUpperCase(Locale.ROOT)) {
            case "LIVE" -> "32";
            case "PARKED", "CANCELLING" -> "33";
            case "PAUSED" -> "36";
            default -> "2";
        };
        return "\u001b[" + colour + "m" + status + "\u001b[0m";
    }
}
