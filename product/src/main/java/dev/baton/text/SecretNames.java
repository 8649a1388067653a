package dev.baton.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells of a variable that its value is a secret: by its name, or by how its issuer begins. */
public final class SecretNames {
    /** Of one word: {@code GITHUB_TOKEN}, {@code PGPASSWORD}, but no {@code KEYBOARD}. */
    private static final Pattern SECRET = Pattern.compile("(?:.*(?:token|secret|password|passwd"
            + "|passphrase|credential)"
            + "|(?:api|access|auth|private|secret|signing|encryption|ssh|deploy|master)?key"
            + "|auth|pass|pwd)s?");

    /**
     * How issuers begin their keys, so that scanners find them: OpenAI and Anthropic, GitHub,
     * GitLab, Slack, AWS, Google, npm, PyPI, Hugging Face, Stripe, JSON web tokens, private keys.
     */
    private static final Pattern ISSUED = Pattern.compile(
            "(?:sk-|gh[pousr]_|github_pat_|gl[a-z]{2,5}-|xox[a-z]-|xapp-|AKIA|ASIA|AIza|ya29\\."
                    + "|npm_|pypi-|hf_|[sr]k_(?:live|test)_)[A-Za-z0-9_.=-]{12,}"
                    + "|eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_.-]+"
                    + "|(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*");

    /** A last word that says where the secret lies. */
    private static final Pattern PLACE = Pattern.compile("file|path|dir|sock");

    private SecretNames() {}

    /** By name or by value. */
    public static boolean tells(String name, String value) {
        return tells(name) || ISSUED.matcher(value.strip()).matches();
    }

    /** Word by word, at underscores; a name whose last word says file or the like is a place. */
    public static boolean tells(String name) {
        String[] words = name.toLowerCase(Locale.ROOT).split("_", -1);
        return !PLACE.matcher(words[words.length - 1]).matches()
                && Arrays.stream(words).anyMatch(word -> SECRET.matcher(word).matches());
    }
}
