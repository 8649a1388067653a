package dev.baton.forge.git;

import dev.baton.git.Git;
import dev.baton.git.GitCommand;
import dev.baton.git.GitFailure;
import dev.baton.git.GitResult;
import dev.baton.git.WorkTrees;
import dev.baton.git.WorkTrees.WorkTree;
import dev.baton.model.Sha;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks, before a checkout is moved with its branch, for files there that git does not track and
 * would overwrite or remove. For an ignored one git itself does not ask: a commit that contains
 * {@code .env} replaces the operator's, one with a link {@code .venv} deletes the folder.
 *
 * <p>What somebody puts there between the look and the push is as safe as git makes it: refused if
 * it is not ignored. Agents are not among them, because they cannot write in the checkout.
 */
final class UntrackedFiles {
    private static final int SHOWN_MAX = 5;
    private static final String NOTHING = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
    private static final String GITLINK = "160000";

    private final Remote remote;
    private final WorkTrees trees;
    private final Path repository;

    UntrackedFiles(Git git, Remote remote, Path repository) {
        this.remote = remote;
        this.trees = new WorkTrees(git);
        this.repository = repository;
    }

    /**
     * What stands in the way of moving a branch, for a person; empty = nothing.
     *
     * @param from where it is; null = there is no such branch yet
     */
    Optional<String> inTheWay(String branch, @Nullable Sha from, Sha to) {
        Optional<Path> gitDir = WorkTrees.gitDir(repository);
        if (gitDir.isEmpty()) {
            return Optional.empty();
        }
        return trees(gitDir.get()).stream()
                .filter(tree -> ("refs/heads/" + branch).equals(tree.branch()))
                .map(tree -> inTheWay(tree, branch, from, to))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private List<WorkTree> trees(Path gitDir) {
        try {
            return trees.of(gitDir);
        } catch (GitFailure unreadable) {
            throw remote.failed(unreadable);
        }
    }

    private Optional<String> inTheWay(WorkTree tree, String branch, @Nullable Sha from, Sha to) {
        GitCommand difference = remote.mirror(
                "diff-tree",
                "-r",
                "-z",
                "--raw",
                "--no-renames",
                "--no-ext-diff",
                "--diff-filter=ADT",
                from == null ? NOTHING : from.value(),
                to.value());
        GitResult changes = remote.inMirror(difference);
        String has = tree.folder() + " has " + branch + " checked out, and ";
        if (changes.cut()) {
            return Optional.of(has + "the change adds and removes more files than can be compared"
                    + " with those that git does not track there: check out another branch there");
        }
        List<String> found = new Look(tree.folder()).over(changes.parts());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<String> shown = found.subList(0, Math.min(SHOWN_MAX, found.size()));
        return Optional.of(
                has + "git would overwrite or remove files there that it does not track: "
                        + String.join(", ", shown) + (found.size() > SHOWN_MAX ? " and more" : "")
                        + ": move them away, or check out another branch there");
    }

    /** Over one checkout, once. */
    private static final class Look {
        private final Path top;
        private final Set<Path> tracked = new HashSet<>();
        private final Set<Path> folders = new HashSet<>();
        private final List<String> found = new ArrayList<>();

        Look(Path top) {
            this.top = top;
        }

        /**
         * @param changes pairs of {@code :MODE MODE ID ID LETTER} and a path
         */
        List<String> over(List<String> changes) {
            for (int i = 0; i + 1 < changes.size(); i += 2) {
                if (!changes.get(i).endsWith("A")) {
                    tracked.add(top.resolve(changes.get(i + 1)));
                }
            }
            for (int i = 0; i + 1 < changes.size() && found.size() <= SHOWN_MAX; i += 2) {
                if (!changes.get(i).endsWith("D")) {
                    boolean link = changes.get(i).split(" ", -1)[1].equals(GITLINK);
                    written(top.resolve(changes.get(i + 1)), link);
                }
            }
            return found;
        }

        /** A submodule only needs a folder, and leaves what is in it alone. */
        private void written(Path file, boolean submodule) {
            if (!leadsThere(file)) {
                return;
            }
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                if (!submodule) {
                    removed(file);
                }
            } else if (exists(file)) {
                lost(file);
            }
        }

        /** Whether every folder above it is one, or will be made. */
        private boolean leadsThere(Path file) {
            Path above = file.getParent();
            if (above == null || above.equals(top) || folders.contains(above)) {
                return true;
            }
            if (!leadsThere(above)) {
                return false;
            }
            if (exists(above) && !Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
                lost(above);
                return false;
            }
            folders.add(above);
            return true;
        }

        /** A folder whose place something else takes. */
        private void removed(Path folder) {
            try {
                Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        lost(file);
                        return found.size() > SHOWN_MAX
                                ? FileVisitResult.TERMINATE
                                : FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException unreadable) {
                found.add(top.relativize(folder) + " (" + unreadable.getMessage() + ")");
            }
        }

        private void lost(Path file) {
            String name = top.relativize(file).toString();
            if (!tracked.contains(file) && !found.contains(name)) {
                found.add(name);
            }
        }

        private static boolean exists(Path file) {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
