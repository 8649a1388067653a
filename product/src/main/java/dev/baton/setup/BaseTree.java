package dev.baton.setup;

import dev.baton.git.Git;
import dev.baton.git.GitCommand;
import dev.baton.git.GitResult;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files of a branch, read from the repository: what counts is what is committed. */
final class BaseTree {
    private final Git git;
    private final Path gitDir;
    private final String branch;

    BaseTree(Git git, Path gitDir, String branch) {
        this.git = git;
        this.gitDir = gitDir;
        this.branch = branch;
    }

    /** Names in the top folder. */
    List<String> names() {
        return git.require(GitCommand.in(
                        gitDir, "ls-tree", "-z", "--name-only", "refs/heads/" + branch))
                .parts();
    }

    boolean has(String path) {
        return git.run(GitCommand.in(gitDir, "cat-file", "-e", "refs/heads/" + branch + ":" + path))
                .ok();
    }

    Optional<String> text(String name) {
        GitResult shown = git.run(
                GitCommand.in(gitDir, "cat-file", "blob", "refs/heads/" + branch + ":" + name));
        return shown.ok() ? Optional.of(shown.out()) : Optional.empty();
    }
}
