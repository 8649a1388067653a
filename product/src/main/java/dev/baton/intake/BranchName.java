package dev.baton.intake;

import java.text.Normalizer;
import java.util.Locale;

/** Names the branch of a task: {@code baton/shop-12-greet-in-the-language}. */
final class BranchName {
    private static final int SLUG_LENGTH_MAX = 40;

    private BranchName() {}

    /** Nothing of the title but letters a to z, digits and dashes gets into a name git reads. */
    static String of(String key, String title) {
        String words = slug(title);
        return "baton/" + slug(key) + (words.isEmpty() ? "" : "-" + words);
    }

    private static String slug(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        if (plain.length() <= SLUG_LENGTH_MAX) {
            return plain;
        }
        int lastDash = plain.lastIndexOf('-', SLUG_LENGTH_MAX);
        return plain.substring(0, lastDash > 0 ? lastDash : SLUG_LENGTH_MAX);
    }
}
