package dev.baton.workspace;

import dev.baton.git.Git;
import dev.baton.git.GitCommand;
import dev.baton.git.GitFailure;
import dev.baton.git.GitResult;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Says what is wrong with the repository of a project, in words for a person. */
public final class RepositoryCheck {
    private final Git git;

    public RepositoryCheck(Git git) {
        this.git = git;
    }

    /** Why tasks cannot start from it; empty = they can. */
    public Optional<String> problem(RepositorySettings repository) {
        if (!repository.remote() && !Files.isDirectory(Path.of(repository.address()))) {
            return Optional.of(message(
                    repository,
                    "a git repository",
                    Files.exists(Path.of(repository.address())) ? "a file" : "no such folder",
                    correctPath(repository)));
        }
        GitResult heads;
        try {
            heads = git.run(listing(repository));
        } catch (GitFailure failure) {
            return Optional.of(message(
                    repository,
                    "an answer to git ls-remote",
                    failure.getMessage(),
                    "baton doctor"));
        }
        if (!heads.ok()) {
            return Optional.of(unreadable(repository, heads.err()));
        }
        String base = "refs/heads/" + repository.base();
        if (heads.lines().stream().anyMatch(line -> line.endsWith("\t" + base))) {
            return Optional.empty();
        }
        return Optional.of(withoutBase(repository, heads));
    }

    /**
     * Why a merge could not be landed now: the base is checked out and has changes that nobody
     * committed. Asked by {@code doctor}; the merge itself finds out on its own.
     */
    public Optional<String> dirt(RepositorySettings repository) {
        if (repository.remote()) {
            return Optional.empty();
        }
        Path folder = Path.of(repository.address());
        Path dotGit = folder.resolve(".git");
        if (!Files.exists(dotGit)) {
            return Optional.empty();
        }
        GitResult branch =
                git.run(trusted(GitCommand.in(dotGit, "symbolic-ref", "--quiet", "HEAD")));
        if (!branch.line().equals("refs/heads/" + repository.base())) {
            return Optional.empty();
        }
        GitResult status = git.run(trusted(GitCommand.in(
                        dotGit,
                        "status",
                        "--porcelain",
                        "--untracked-files=no",
                        "--ignore-submodules=dirty"))
                .workTree(folder));
        return status.ok() && status.out().isEmpty()
                ? Optional.empty()
                : Optional.of(message(
                        repository,
                        "no uncommitted changes while " + repository.base() + " is checked out",
                        "some",
                        "commit or stash them; merges wait until then"));
    }

    private static GitCommand listing(RepositorySettings repository) {
        GitCommand command = GitCommand.of("ls-remote", "--quiet").through(repository.transport());
        return (repository.remote()
                        ? command
                        : command.and("--upload-pack=git -c safe.directory='*' upload-pack"))
                .and(repository.address());
    }

    private static GitCommand trusted(GitCommand command) {
        return command.config("safe.directory=*");
    }

    private static String unreadable(RepositorySettings repository, String err) {
        boolean noRepository = err.contains("does not appear to be a git repository");
        return message(
                repository,
                "a git repository",
                noRepository && !repository.remote()
                        ? "a folder that is none"
                        : "'" + err.strip().lines().findFirst().orElse("no answer") + "'",
                noRepository && !repository.remote()
                        ? "git init " + repository.address() + ", or " + correctPath(repository)
                        : correctPath(repository));
    }

    private static String withoutBase(RepositorySettings repository, GitResult heads) {
        java.util.List<String> branches = heads.lines().stream()
                .map(line -> line.substring(line.indexOf('\t') + 1))
                .filter(ref -> ref.startsWith("refs/heads/"))
                .map(ref -> ref.substring("refs/heads/".length()))
                .limit(10)
                .toList();
        if (branches.isEmpty()) {
            return message(
                    repository,
                    "a branch '" + repository.base() + "'",
                    "an empty repository",
                    "commit something to " + repository.base() + " and push it there");
        }
        return message(
                repository,
                "a branch '" + repository.base() + "'",
                "only " + String.join(", ", branches),
                "set projects." + repository.project() + ".base in baton.yaml");
    }

    private static String correctPath(RepositorySettings repository) {
        return "correct projects." + repository.project() + ".repository in baton.yaml";
    }

    private static String message(
            RepositorySettings repository, String expected, String found, String next) {
        return "repository of " + repository.project() + " (" + repository.location()
                + "): expected " + expected + ", found " + found + ". Next: " + next;
    }
}
