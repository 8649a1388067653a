package dev.baton.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word that somebody probably meant. */
public final class Nearest {
    private Nearest() {}

    /** The nearest known word, unless none is near enough to be a slip of the keyboard. */
    public static Optional<String> to(String word, Collection<String> known) {
        int slips = Math.max(2, word.length() / 3);
        return known.stream()
                .min(Comparator.<String>comparingInt(k -> distance(word, k))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(k -> distance(word, k) <= slips);
    }

    /**
     * The end of a message about an unknown word.
     *
     * @param kind what the words are: {@code key}, {@code gate} …
     */
    public static String hint(String word, String kind, Collection<String> known) {
        return to(word, known)
                .map(k -> "nearest known " + kind + ": '" + k + "'")
                .orElseGet(() -> known.isEmpty()
                        ? "there is no known " + kind
                        : "known " + kind + "s: "
                                + String.join(", ", known.stream().sorted().toList()));
    }

    /** Levenshtein's, with one row. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
