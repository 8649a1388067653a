package dev.baton.deploy;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An environment that is a branch or a tag, for those who deploy what a ref points at. It is moved
 * by compare-and-set: from what was healthy there before, or from where it is on the first time
 * and on a rollback; who moved it meanwhile is not overwritten.
 *
 * <p>Deploying, asking and bringing back are commands of git that Baton writes, so that everything
 * else is as with an environment of commands.
 *
 * @param repository path or address
 * @param ref {@code refs/heads/…} or {@code refs/tags/…}
 */
public record GitRefSettings(String repository, String ref) {
    private static final Pattern REF =
            Pattern.compile("refs/(heads|tags)/[A-Za-z0-9][A-Za-z0-9._/-]{0,180}");

    public GitRefSettings {
        if (!valid(ref)) {
            throw new IllegalArgumentException("ref: expected a branch or a tag, found " + ref);
        }
    }

    /** Whether it is written as a branch or tag in full, and git takes it. */
    public static boolean valid(String ref) {
        return REF.matcher(ref).matches()
                && !ref.contains("..")
                && !ref.contains("//")
                && !ref.contains("/.")
                && !ref.endsWith("/")
                && !ref.endsWith(".")
                && !ref.endsWith(".lock");
    }

    /**
     * @param health null = that the ref points at the commit
     */
    public EnvironmentSettings commands(
            Duration timeout, WindowsSettings windows, @Nullable HealthSettings health) {
        return new EnvironmentSettings(
                EnvironmentSettings.Source.BATON,
                move(),
                status(),
                move(),
                timeout,
                windows,
                health == null ? points() : health);
    }

    private HealthSettings points() {
        return new HealthSettings(
                null,
                null,
                look() + "[ \"$old\" = \"$BATON_SHA\" ] || { echo \"" + ref
                        + " is at ${old:-nothing}\"; exit 1; }",
                HealthSettings.SUCCESSES_DEFAULT,
                HealthSettings.DEADLINE_DEFAULT);
    }

    /** Leaves in {@code $old} where the ref is; empty = there is none. */
    private String look() {
        return "seen=$(git ls-remote --upload-pack=\"git -c safe.directory='*' upload-pack\" "
                + quoted(repository) + " " + quoted(ref) + ") || exit 1; "
                + "old=$(printf '%s' \"$seen\" | cut -f1); ";
    }

    private String move() {
        return look()
                + "if [ \"$old\" = \"$BATON_SHA\" ]; then echo \"" + ref
                + " is there already\"; exit 0; fi; "
                + "if [ -n \"$BATON_PREVIOUS_SHA\" ] && [ -z \"$BATON_ROLLS_BACK\" ]"
                + " && [ \"$old\" != \"$BATON_PREVIOUS_SHA\" ]; then echo \"" + ref
                + ": expected $BATON_PREVIOUS_SHA, found ${old:-nothing}: somebody else moved it\";"
                + " exit 1; fi; "
                + "git push --quiet --receive-pack=\"git -c safe.directory='*' receive-pack\""
                + " --force-with-lease=" + quoted(ref) + ":\"$old\" " + quoted(repository)
                + " \"$BATON_SHA:" + ref + "\"";
    }

    private String status() {
        return look()
                + "state=absent; [ \"$old\" != \"$BATON_SHA\" ] || state=healthy; "
                + "printf '{\"id\":\"%s\",\"sha\":\"%s\",\"state\":\"%s\"}'"
                + " \"$BATON_DEPLOY_ID\" \"$BATON_SHA\" \"$state\"";
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
