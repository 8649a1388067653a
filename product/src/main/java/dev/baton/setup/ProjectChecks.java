package dev.baton.setup;

import static dev.baton.setup.Check.fail;
import static dev.baton.setup.Check.ok;
import static dev.baton.setup.Check.warn;

import dev.baton.config.ProjectSettings;
import dev.baton.git.Git;
import dev.baton.workspace.RepositoryCheck;
import dev.baton.workspace.RepositorySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a project needs: a repository with its base branch, and a command that tests it. */
final class ProjectChecks {
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

    List<Check> all(Doctor.Extent extent) {
        RepositorySettings repository =
                new RepositorySettings(project.name(), project.repository(), project.base());
        RepositoryCheck look = new RepositoryCheck(git);
        Optional<String> problem = look.problem(repository);
        if (problem.isPresent()) {
            return List.of(Check.failed(name, problem.get()));
        }
        List<Check> checks = new ArrayList<>();
        checks.add(ok(name, project.repository() + ", base " + project.base()));
        look.dirt(repository)
                .map(dirt -> Check.warned(name + " base", dirt))
                .ifPresent(checks::add);
        if (!repository.remote()) {
            new RepositoryFinder(git).at(Path.of(repository.address())).ifPresent(found -> {
                writable(found).ifPresent(checks::add);
                BaseTree tree = new BaseTree(git, found.gitDir(), project.base());
                checks.addAll(
                        new EnvironmentChecks(project, tree, around.folder(), around.path()).all());
                kept(tree).forEach(checks::add);
                test(tree)
                        .filter(check -> check.failed() || !extent.tests())
                        .ifPresent(checks::add);
            });
        }
        if (checks.stream().noneMatch(Check::failed)) {
            checks.addAll(new BaseTrial(project, git, around, extent).all(repository));
        }
        return checks;
    }

    private Optional<Check> writable(RepositoryFinder.Found repository) {
        Path objects = repository.gitDir().resolve("objects");
        return !Files.isDirectory(objects) || Files.isWritable(objects)
                ? Optional.empty()
                : Optional.of(fail(
                        name,
                        objects + ": expected to push there, found it not writable for "
                                + around.user(),
                        "ls -ld " + objects));
    }

    /** What of the files lies elsewhere, and who brings it: nobody. */
    private List<Check> kept(BaseTree tree) {
        List<Check> kept = new ArrayList<>();
        if (tree.has(".gitmodules")) {
            kept.add(warn(
                    name + " submodules",
                    "their folders are empty for agents and tests, and what an agent commits in one"
                            + " is not pushed",
                    "let " + project.base() + "'s test command fetch them: git submodule update"
                            + " --init"));
        }
        boolean lfs = tree.text(".gitattributes")
                .filter(text -> text.contains("filter=lfs"))
                .isPresent();
        if (lfs) {
            kept.add(warn(
                    name + " lfs",
                    "its files are pointers for agents and tests, and objects that an agent adds"
                            + " are not uploaded",
                    "let the test command fetch them: git lfs pull URL"));
        }
        return kept;
    }

    private Optional<Check> test(BaseTree tree) {
        String test = project.pipeline().test();
        if (test == null) {
            return Optional.empty();
        }
        String what = name + " test";
        ShellLine line = new ShellLine(test);
        String mend = ", or mend projects." + project.name() + ".test";
        return line.missing(tree::has)
                .map(file -> fail(
                        what,
                        test + ": expected ./" + file + " in " + project.base() + ", found none",
                        "commit it" + mend))
                .or(() -> line.unknown(around.path())
                        .map(word -> warn(
                                what,
                                test + ": expected the program " + word + " on PATH, found none",
                                "install it" + mend)))
                .or(() -> Optional.of(ok(what, test)));
    }
}
