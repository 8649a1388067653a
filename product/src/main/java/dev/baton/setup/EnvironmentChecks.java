package dev.baton.setup;

import static dev.baton.setup.Check.fail;
import static dev.baton.setup.Check.ok;
import static dev.baton.setup.Check.warn;

import dev.baton.config.ProjectSettings;
import dev.baton.deploy.EnvironmentSettings;
import dev.baton.deploy.HealthSettings;
import dev.baton.workspace.ShellWords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether the commands of a project's environments are there. None is run, not even one that only
 * asks: who knows what else it does.
 */
final class EnvironmentChecks {
    private final ProjectSettings project;
    private final BaseTree tree;
    private final Path folder;
    private final List<Path> path;

    /**
     * @param tree what deploy commands find in their checkout
     * @param folder where the programs of settings are, and questions asked: that of baton.yaml
     */
    EnvironmentChecks(ProjectSettings project, BaseTree tree, Path folder, List<Path> path) {
        this.project = project;
        this.tree = tree;
        this.folder = folder;
        this.path = path;
    }

    List<Check> all() {
        List<Check> checks = new ArrayList<>();
        new TreeMap<>(project.environments())
                .forEach((name, settings) -> checks.add(check(name, settings)));
        return checks;
    }

    private Check check(String environment, EnvironmentSettings settings) {
        String name = "project " + project.name() + " " + environment;
        String key = "projects." + project.name() + ".environments." + environment;
        HealthSettings health = settings.health();
        return deploying(settings.from(), name, key + ".start", settings.start())
                .or(() -> Optional.ofNullable(settings.rollback())
                        .flatMap(line -> deploying(settings.from(), name, key + ".rollback", line)))
                .or(() -> Optional.ofNullable(settings.status())
                        .flatMap(line -> asking(name, key + ".status", line)))
                .or(() -> Optional.ofNullable(health)
                        .flatMap(asked -> Optional.ofNullable(asked.command()))
                        .flatMap(line -> asking(name, key + ".health.command", line)))
                .orElseGet(() -> settings.status() == null
                        ? warn(
                                name,
                                "expected a status command, found none: a deploy that dies with its"
                                        + " machine waits for a person",
                                "set " + key + ".status")
                        : ok(name, settings.start()));
    }

    private Optional<Check> deploying(
            EnvironmentSettings.Source from, String name, String key, String line) {
        return switch (from) {
            case BATON -> Optional.empty();
            case REPOSITORY ->
                new ShellLine(line)
                        .missing(tree::has)
                        .map(file -> fail(
                                name,
                                line + ": expected ./" + file + " in " + project.base()
                                        + ", found none",
                                "commit it, or mend " + key))
                        .or(() -> unknown(name, key, line));
            case SETTINGS ->
                missing(name, key, line)
                        .or(() -> ofTheRepository(name, key, line))
                        .or(() -> unknown(name, key, line));
        };
    }

    private Optional<Check> missing(String name, String key, String line) {
        return ShellWords.program(line)
                .map(ShellWords::plain)
                .filter(file -> !Files.exists(folder.resolve(file)))
                .map(file -> fail(
                        name,
                        line + ": expected " + folder.resolve(file) + ", found none: a task that"
                                + " gets there is parked",
                        "put it there, or, if " + project.base() + "'s own is meant, add from:"
                                + " repository beside " + key));
    }

    /** The line would run in a checkout of the commit what the commit has. */
    private Optional<Check> ofTheRepository(String name, String key, String line) {
        Set<String> programs = ShellWords.programs(line);
        String first = ShellWords.program(line).map(ShellWords::plain).orElse("");
        return ShellWords.paths(line).stream()
                .filter(word -> !word.equals(first) && tree.has(word))
                .filter(word -> programs.contains(word) || !Files.exists(folder.resolve(word)))
                .map(word -> fail(
                        name,
                        line + ": names " + word + ", which is a file of " + project.base()
                                + " that agents can change: a task that gets there is parked",
                        "write ./NAME of a program in " + folder + ", or add from: repository"
                                + " beside " + key))
                .findFirst();
    }

    private Optional<Check> asking(String name, String key, String line) {
        return new ShellLine(line)
                .missing(file -> Files.exists(folder.resolve(file)))
                .map(file -> fail(
                        name,
                        line + ": expected " + folder.resolve(file) + ", found none",
                        "make it, or mend " + key))
                .or(() -> unknown(name, key, line));
    }

    private Optional<Check> unknown(String name, String key, String line) {
        return new ShellLine(line)
                .unknown(path)
                .map(word -> warn(
                        name,
                        line + ": expected the program " + word + " on PATH, found none",
                        "install it, or mend " + key));
    }
}
