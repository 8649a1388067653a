package dev.baton.setup;

import dev.baton.git.Git;
import dev.baton.git.GitCommand;
import dev.baton.git.GitResult;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at a repository on this machine, without changing it. */
final class RepositoryFinder {
    private static final String HEADS = "refs/heads/";

    private final Git git;

    RepositoryFinder(Git git) {
        this.git = git;
    }

    /**
     * A repository.
     *
     * @param top of the checkout; the repository itself when it is bare
     */
    record Found(Path gitDir, Path top, boolean bare) {}

    /** The repository that the folder is, or lies in. */
    Optional<Found> at(Path folder) {
        for (Path at = folder; at != null; at = at.getParent()) {
            Path inside = at.resolve(".git");
            if (Files.isDirectory(inside)) {
                return Optional.of(new Found(inside, at, false));
            }
            if (Files.isRegularFile(inside)) {
                return linked(at, inside);
            }
            if (Files.isDirectory(at.resolve("objects"))
                    && Files.isRegularFile(at.resolve("HEAD"))) {
                return Optional.of(new Found(at, at, true));
            }
        }
        return Optional.empty();
    }

    /** A linked worktree or a submodule: {@code .git} is a file that names the folder. */
    private static Optional<Found> linked(Path top, Path file) {
        String text = Folders.text(file).strip();
        return text.startsWith("gitdir: ")
                ? Optional.of(new Found(
                        top.resolve(text.substring("gitdir: ".length())).normalize(), top, false))
                : Optional.empty();
    }

    List<String> branches(Path gitDir) {
        return git.require(
                        GitCommand.in(gitDir, "for-each-ref", "--format=%(refname:strip=2)", HEADS))
                .lines();
    }

    /** What HEAD names, whether that branch has a commit or not. */
    Optional<String> head(Path gitDir) {
        return symbolic(gitDir, "HEAD", HEADS);
    }

    /** The branch others start from: what the remote says, a usual name, or what is checked out. */
    Optional<String> base(Path gitDir) {
        List<String> branches = branches(gitDir);
        return Stream.of(
                        symbolic(gitDir, "refs/remotes/origin/HEAD", "refs/remotes/origin/"),
                        Optional.of("main"),
                        Optional.of("master"),
                        Optional.of("trunk"),
                        head(gitDir),
                        branches.stream().findFirst())
                .flatMap(Optional::stream)
                .filter(branches::contains)
                .findFirst();
    }

    private Optional<String> symbolic(Path gitDir, String ref, String prefix) {
        GitResult result = git.run(GitCommand.in(gitDir, "symbolic-ref", "-q", ref));
        return result.ok() && result.line().startsWith(prefix)
                ? Optional.of(result.line().substring(prefix.length()))
                : Optional.empty();
    }
}
