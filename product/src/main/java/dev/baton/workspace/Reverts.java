package dev.baton.workspace;

import dev.baton.git.GitCommand;
import dev.baton.git.GitResult;
import dev.baton.git.RefName;
import dev.baton.model.FailureCode;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.model.TransientFailure;

import java.util.List;

/**
 * Builds the commit that takes back what a task brought, in the private mirror and nowhere else.
 *
 * <p>It is the three-way merge that {@code git revert -m 1} does: from the merge, over to the base
 * as it is now on one side and to the merge's first parent on the other. The second side is made a
 * commit, a child of the merge, so that git itself finds the merge as what the two have in common.
 */
public final class Reverts {
    private final Mirrors mirrors;

    public Reverts(Mirrors mirrors) {
        this.mirrors = mirrors;
    }

    /** What came of it. */
    public sealed interface Built {}

    /** On top of the base as it is now. */
    public record Reverted(Sha commit, Sha base) implements Built {}

    /** Later work stands on it. */
    public record Conflict(Sha base, List<String> files) implements Built {
        public Conflict {
            files = List.copyOf(files);
        }
    }

    /** The base has nothing of it, or not any more. */
    public record Nothing(Sha base, String why) implements Built {}

    /**
     * The same base gives the same commit.
     *
     * @param merged the candidate of the task that landed
     */
    public Built build(Task task, Sha merged) {
        Mirror mirror = mirrors.of(task.project());
        Sha base = mirror.fetchBase();
        if (!mirror.has(merged) || !mirror.contains(base, merged)) {
            return new Nothing(base, "it is not part of the base any more");
        }
        String before = tree(mirror, merged + "^1");
        Sha without = commit(mirror, before, merged, merged, "without " + task.key());
        GitResult result = mirror.run(mirror.in(
                "merge-tree",
                "--write-tree",
                "-z",
                "--name-only",
                "--no-messages",
                base.value(),
                without.value()));
        List<String> parts = result.parts();
        if (result.exit() > 1 || parts.isEmpty() || !Sha.isFull(parts.getFirst())) {
            throw new TransientFailure(
                    FailureCode.GIT,
                    "revert of " + task.key() + ": expected a tree, found exit " + result.exit()
                            + ": " + result.err().strip());
        }
        if (!result.ok()) {
            return new Conflict(
                    base, parts.subList(1, parts.size()).stream().distinct().toList());
        }
        if (parts.getFirst().equals(tree(mirror, base.value()))) {
            return new Nothing(base, "the base has nothing of it left");
        }
        String message = "Revert " + task.key() + "\n\nThis takes back " + merged
                + ".\n\nBaton-Reverts: " + merged + "\n";
        Sha commit = commit(mirror, parts.getFirst(), base, base, message);
        mirror.createRef(
                "refs/baton/revert/" + RefName.part(task.key()) + "/" + commit,
                commit,
                "baton: revert of " + task.key());
        return new Reverted(commit, base);
    }

    private static String tree(Mirror mirror, String commit) {
        return mirror.require(mirror.in("rev-parse", "--verify", commit + "^{tree}"))
                .line();
    }

    private static Sha commit(Mirror mirror, String tree, Sha parent, Sha dated, String message) {
        String date = mirror.require(mirror.in(
                        "show", "--no-patch", "--format=%cd", "--date=raw", dated.value()))
                .line();
        GitCommand command = mirror.in("commit-tree", tree, "-p", parent.value(), "-F", "-")
                .dated(date)
                .input(message);
        return new Sha(mirror.require(command).line());
    }
}
