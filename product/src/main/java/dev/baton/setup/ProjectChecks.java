package dev.baton.setup;

import static dev.baton.setup.Check.fail;
import static dev.baton.setup.Check.ok;
import static dev.baton.setup.Check.warn;

import dev.baton.config.ProjectSettings;
import dev.baton.git.Git;
import dev.baton.git.GitCommand;
import dev.baton.git.GitFailure;
import dev.baton.git.GitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a project needs: a repository with its base branch, and a command that tests it. */
final class ProjectChecks {
    private static final Duration REMOTE_TIMEOUT = Duration.ofSeconds(20);
    private static final String TRANSPORTS = "file:git:http:https:ssh";
    private static final int FILES_SHOWN = 3;

    private final ProjectSettings project;
    private final Git git;
    private final Surroundings around;
    private final String name;

    ProjectChecks(ProjectSettings project, Git git, Surroundings around) {
        this.project = project;
        this.git = git;
        this.around = around;
        this.name = "project " + project.name();
    }

    List<Check> all() {
        try {
            return project.repository().startsWith("/") ? local() : List.of(remote());
        } catch (GitFailure e) {
            return List.of(fail(name, e.getMessage(), "git -C " + project.repository() + " status"));
        }
    }

    private List<Check> local() {
        Path folder = Path.of(project.repository());
        if (!Files.isDirectory(folder)) {
            return List.of(bad(folder + ": expected a repository, found no such folder"));
        }
        RepositoryFinder finder = new RepositoryFinder(git);
        Optional<RepositoryFinder.Found> found =
                finder.at(folder).filter(repository -> repository.top().equals(folder));
        if (found.isEmpty()) {
            return List.of(bad(folder + ": expected a repository, found none in that folder"));
        }
        RepositoryFinder.Found repository = found.get();
        List<String> branches = finder.branches(repository.gitDir());
        if (!branches.contains(project.base())) {
            String there = branches.isEmpty() ? "an empty repository" : String.join(", ", branches);
            return List.of(bad(
                    folder + ": expected the base branch " + project.base() + ", found " + there));
        }
        List<Check> checks = new ArrayList<>();
        checks.add(writable(repository));
        base(finder, repository).ifPresent(checks::add);
        test(new BaseTree(git, repository.gitDir(), project.base())).ifPresent(checks::add);
        return checks;
    }

    private Check bad(String what) {
        return fail(name, what, "mend projects." + project.name() + " in baton.yaml");
    }

    private Check writable(RepositoryFinder.Found repository) {
        return Files.isWritable(repository.gitDir().resolve("objects"))
                ? ok(name, project.repository() + ", base " + project.base())
                : fail(
                        name,
                        repository.gitDir() + ": expected to push there, found it not writable",
                        "ls -ld " + repository.gitDir());
    }

    /** A merge moves what is checked out along, but only where that loses nothing. */
    private Optional<Check> base(RepositoryFinder finder, RepositoryFinder.Found repository) {
        boolean checkedOut = !repository.bare()
                && finder.head(repository.gitDir()).equals(Optional.of(project.base()));
        if (!checkedOut) {
            return Optional.empty();
        }
        List<String> changed = finder.changed(repository);
        if (changed.isEmpty()) {
            return Optional.of(ok(
                    name + " base",
                    project.base() + " is checked out and clean: a merge updates the files"));
        }
        String shown =
                String.join(", ", changed.subList(0, Math.min(FILES_SHOWN, changed.size()))).strip();
        return Optional.of(warn(
                name + " base",
                project.base() + " is checked out with changes (" + shown
                        + "): merges wait until it is clean",
                "git -C " + repository.top() + " stash, or commit"));
    }

    /** Looks at the first word only: a command is a line for the shell. */
    private Optional<Check> test(BaseTree tree) {
        String test = project.pipeline().test();
        if (test == null) {
            return Optional.empty();
        }
        String what = name + " test";
        String word = test.strip().split("[\\s;&|()<>]", 2)[0];
        if (word.startsWith("./")) {
            return Optional.of(tree.has(word.substring(2))
                    ? ok(what, test)
                    : fail(
                            what,
                            test + ": expected " + word + " in " + project.base() + ", found none",
                            "commit it, or mend projects." + project.name() + ".test"));
        }
        boolean known = !word.matches("[\\w.+-]+")
                || around.path().stream().anyMatch(f -> Files.isExecutable(f.resolve(word)));
        return Optional.of(known
                ? ok(what, test)
                : warn(
                        what,
                        test + ": expected the program " + word + " on PATH, found none",
                        "install it, or mend projects." + project.name() + ".test"));
    }

    private Check remote() {
        GitResult result = git.run(GitCommand.of(
                        "ls-remote",
                        "--exit-code",
                        "--",
                        project.repository(),
                        "refs/heads/" + project.base())
                .through(TRANSPORTS)
                .within(REMOTE_TIMEOUT));
        return switch (result.exit()) {
            case 0 -> ok(name, project.repository() + ", base " + project.base());
            case 2 -> bad(project.repository() + ": expected the base branch " + project.base()
                    + ", found none of that name");
            default -> fail(
                    name,
                    project.repository() + ": expected an answer, found "
                            + result.err().lines().findFirst().orElse("exit " + result.exit()),
                    "git ls-remote " + project.repository());
        };
    }
}
