package dev.baton.web.board;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns the output of programs into pieces of one style each: colours and weight of ECMA-48 become
 * names of classes, every other control sequence is dropped. The style goes on from text to text,
 * as in a terminal. Knows nothing of HTML; whoever writes it escapes it. For one thread.
 */
final class Ansi {
    private static final char ESC = '\u001b';
    private static final int PARAMETERS_MAX = 64;
    private static final List<String> COLOURS =
            List.of("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white");

    private String ink = "";
    private String paper = "";
    private boolean bold;
    private boolean faint;
    private boolean italic;
    private boolean underline;

    /**
     * Text of one style.
     *
     * @param style names of classes, separated by spaces; empty = none
     */
    record Piece(String style, String text) {}

    List<Piece> pieces(String text) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c != ESC) {
                plain.append(c);
                i++;
                continue;
            }
            int end = endOfSequence(text, i);
            if (end > i + 2 && text.charAt(end - 1) == 'm' && text.charAt(i + 1) == '[') {
                flush(plain, pieces);
                apply(text.substring(i + 2, end - 1));
            }
            i = end;
        }
        flush(plain, pieces);
        return pieces;
    }

    private void flush(StringBuilder plain, List<Piece> pieces) {
        if (!plain.isEmpty()) {
            pieces.add(new Piece(style(), plain.toString()));
            plain.setLength(0);
        }
    }

    private String style() {
        List<String> names = new ArrayList<>();
        if (!ink.isEmpty()) {
            names.add("i-" + ink);
        }
        if (!paper.isEmpty()) {
            names.add("p-" + paper);
        }
        if (bold) {
            names.add("bold");
        }
        if (faint) {
            names.add("faint");
        }
        if (italic) {
            names.add("italic");
        }
        if (underline) {
            names.add("underline");
        }
        return String.join(" ", names);
    }

    /** Where what begins with an escape ends; a torn one swallows no more than its line. */
    private static int endOfSequence(String text, int start) {
        if (start + 1 >= text.length()) {
            return text.length();
        }
        return switch (text.charAt(start + 1)) {
            case '[' -> endOfControl(text, start + 2);
            case ']', 'P', '_', '^', 'X' -> endOfString(text, start + 2);
            case '(', ')', '#', '%' -> Math.min(start + 3, text.length());
            default -> start + 2;
        };
    }

    private static int endOfControl(String text, int from) {
        int i = from;
        while (i < text.length() && i - from < PARAMETERS_MAX) {
            char c = text.charAt(i);
            if (c >= '@' && c <= '~') {
                return i + 1;
            }
            if (c < ' ' || c > '?') {
                return i;
            }
            i++;
        }
        return i;
    }

    /** Titles of windows, links: up to BEL or ESC \. */
    private static int endOfString(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\u0007') {
                return i + 1;
            }
            if (c == ESC) {
                boolean whole = i + 1 < text.length() && text.charAt(i + 1) == '\\';
                return whole ? i + 2 : i;
            }
            if (c == '\n') {
                return i;
            }
        }
        return text.length();
    }

    private void apply(String parameters) {
        String[] words = parameters.split("[;:]", -1);
        for (int i = 0; i < words.length; i++) {
            int code = number(words[i]);
            if (code == 38 || code == 48) {
                i = extended(words, i, code == 38);
            } else {
                apply(code);
            }
        }
    }

    /** One of 256 colours: the first sixteen have names, the others are left out, as are RGB. */
    private int extended(String[] words, int at, boolean isInk) {
        int mode = at + 1 < words.length ? number(words[at + 1]) : -1;
        if (mode == 5 && at + 2 < words.length) {
            int n = number(words[at + 2]);
            String colour = n < 0 || n > 15 ? "" : named(n % 8, n > 7);
            if (isInk) {
                ink = colour;
            } else {
                paper = colour;
            }
            return at + 2;
        }
        return mode == 2 ? at + 4 : at + 1;
    }

    private void apply(int code) {
        switch (code) {
            case 0 -> reset();
            case 1 -> bold = true;
            case 2 -> faint = true;
            case 3 -> italic = true;
            case 4 -> underline = true;
            case 22 -> {
                bold = false;
                faint = false;
            }
            case 23 -> italic = false;
            case 24 -> underline = false;
            case 39 -> ink = "";
            case 49 -> paper = "";
            default -> colour(code);
        }
    }

    private void colour(int code) {
        if (code >= 30 && code <= 37) {
            ink = named(code - 30, false);
        } else if (code >= 40 && code <= 47) {
            paper = named(code - 40, false);
        } else if (code >= 90 && code <= 97) {
            ink = named(code - 90, true);
        } else if (code >= 100 && code <= 107) {
            paper = named(code - 100, true);
        }
    }

    private static String named(int colour, boolean bright) {
        return COLOURS.get(colour) + (bright ? "-bright" : "");
    }

    private void reset() {
        ink = "";
        paper = "";
        bold = false;
        faint = false;
        italic = false;
        underline = false;
    }

    private static int number(String word) {
        return word.isEmpty()
                ? 0
                : word.length() > 4 || !word.matches("[0-9]+") ? -1 : Integer.parseInt(word);
    }
}
