package dev.baton.git;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Author and committer of what Baton itself commits. */
public record GitIdentity(String name, String email) {
    private static final Pattern WRITTEN = Pattern.compile(
            "\\s*([^<>\\p{Cntrl}]*[^<>\\p{Cntrl}\\s])\\s*<([^<>\\p{Cntrl}\\s]+)>\\s*");

    public GitIdentity {
        if (!WRITTEN.matcher(name + " <" + email + ">").matches()) {
            throw new IllegalArgumentException(
                    "git-identity: expected a name and a mail address, found '" + name + "' and '"
                            + email + "'");
        }
    }

    /** Reads {@code Name <mail>}, as git writes it. */
    public static GitIdentity parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException(
                    "git-identity: expected 'Name <mail>', found '" + text + "'");
        }
        return new GitIdentity(written.group(1), written.group(2));
    }
}
