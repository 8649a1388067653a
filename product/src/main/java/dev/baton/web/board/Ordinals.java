package dev.baton.web.board;

/** 1st, 2nd, 3rd. */
final class Ordinals {
    private Ordinals() {}

    static String of(int n) {
        int tens = n % 100;
        String ending = tens >= 11 && tens <= 13
                ? "th"
                : switch (n % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
        return n + ending;
    }
}
