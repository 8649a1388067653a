package dev.baton.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells by the name of a variable that its value is a secret. */
public final class SecretNames {
    /** Of one word: {@code GITHUB_TOKEN}, {@code PGPASSWORD}, but no {@code KEYBOARD}. */
    private static final Pattern SECRET = Pattern.compile("(?:.*(?:token|secret|password|passwd"
            + "|passphrase|credential)"
            + "|(?:api|access|auth|private|secret|signing|encryption|ssh|deploy|master)?key"
            + "|auth|pass|pwd)s?");

    /** A last word that says where the secret lies. */
    private static final Pattern PLACE = Pattern.compile("file|path|dir|sock");

    private SecretNames() {}

    /** Word by word, at underscores; a name whose last word says file or the like is a place. */
    public static boolean tells(String name) {
        String[] words = name.toLowerCase(Locale.ROOT).split("_", -1);
        return !PLACE.matcher(words[words.length - 1]).matches()
                && Arrays.stream(words).anyMatch(word -> SECRET.matcher(word).matches());
    }
}
