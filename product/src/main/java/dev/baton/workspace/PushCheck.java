package dev.baton.workspace;

import dev.baton.git.Git;
import dev.baton.git.GitCommand;
import dev.baton.git.GitFailure;
import dev.baton.git.GitResult;
import dev.baton.model.Sha;

import java.time.Duration;
import java.util.Optional;

/**
 * Tries what tasks will do to the repository. Refs of our own namespace are really made, two in one
 * atomic push, and taken away again: nothing less shows that the server takes them. A branch is
 * only pushed dry, since a real one would start the builds that wait for branches.
 */
public final class PushCheck {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String RECEIVE =
            "--receive-pack=git -c safe.directory='*' -c receive.denyCurrentBranch=updateInstead"
                    + " receive-pack";

    private final Git git;
    private final Mirror mirror;
    private final Sha tip;

    PushCheck(Git git, Mirror mirror, Sha tip) {
        this.git = git;
        this.mirror = mirror;
        this.tip = tip;
    }

    /**
     * Why it cannot be pushed to; empty = it can.
     *
     * @param name of this try, unique
     */
    public Optional<String> problem(String name) {
        String refs = "refs/baton/doctor/" + name;
        try {
            GitResult dry = push("--dry-run", tip + ":refs/heads/baton/doctor-" + name);
            if (!dry.ok()) {
                return Optional.of(refused("a branch baton/… to be taken", dry));
            }
            GitResult made = push("--atomic", tip + ":" + refs + "/a", tip + ":" + refs + "/b");
            GitResult gone =
                    made.ok() ? push("--atomic", ":" + refs + "/a", ":" + refs + "/b") : made;
            if (!made.ok()) {
                return Optional.of(refused("refs below refs/baton, two at once", made));
            }
            return gone.ok()
                    ? Optional.empty()
                    : Optional.of(refused(refs + " to be deleted again", gone)
                            + ". Next: git push " + mirror.repository().location() + " :" + refs
                            + "/a :" + refs + "/b");
        } catch (GitFailure e) {
            return Optional.of(message(
                    "an answer to git push",
                    e.getMessage() + "; " + refs + "/a and /b may be left there"));
        }
    }

    private GitResult push(String... words) {
        RepositorySettings repository = mirror.repository();
        GitCommand push = mirror.in("push", "--porcelain", "--no-verify", "--no-signed", words[0])
                .through(repository.transport())
                .within(TIMEOUT);
        GitCommand to = repository.remote() ? push : push.and(RECEIVE);
        String[] refspecs = java.util.Arrays.copyOfRange(words, 1, words.length);
        return git.run(to.and(repository.address()).and(refspecs));
    }

    /** The line of git that says most: the refused ref, else the first complaint. */
    private String refused(String expected, GitResult result) {
        String why = result.lines().stream()
                .filter(line -> line.startsWith("!"))
                .findFirst()
                .or(() -> result.err().lines().findFirst())
                .orElse("exit " + result.exit());
        return message(expected, "'" + why.replace('\t', ' ').strip() + "'");
    }

    private String message(String expected, String found) {
        return "push to " + mirror.repository().location() + ": expected " + expected + ", found "
                + found;
    }
}
