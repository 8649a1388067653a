package dev.baton.main;

import dev.baton.config.ProjectSettings;
import dev.baton.config.Settings;
import dev.baton.deploy.EnvironmentSettings;
import dev.baton.deploy.HealthSettings;
import dev.baton.intake.IntakeProject;
import dev.baton.intake.PipelineCheck;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Pipeline;
import dev.baton.model.Role;
import dev.baton.model.Sha;
import dev.baton.workspace.BaseFiles;
import dev.baton.workspace.Mirrors;
import dev.baton.workspace.Protection;
import dev.baton.workspace.ShellWords;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the settings say is protected in the repositories of projects. */
final class Protections {
    private final Settings settings;
    private final Mirrors mirrors;

    Protections(Settings settings, Mirrors mirrors) {
        this.settings = settings;
        this.mirrors = mirrors;
    }

    /** A project that the settings have no more cannot land anyway. */
    Protection of(String name) {
        return Optional.ofNullable(settings.projects().get(name))
                .map(project -> new Protection(names(project), commit -> problems(project, commit)))
                .orElse(Protection.NONE);
    }

    /** What intake has to know of a project. */
    static IntakeProject intake(Settings settings, String name) {
        ProjectSettings project = Objects.requireNonNull(settings.projects().get(name), name);
        return new IntakeProject(
                name,
                project.base(),
                project.agents().keySet().stream().map(Role::new).collect(Collectors.toSet()),
                project.environments().keySet(),
                project.environmentsToApprove(),
                settings.reaper().timeoutMax(),
                settings.mergeLease().landingMax(name));
    }

    private Set<String> names(ProjectSettings project) {
        Set<String> names = new HashSet<>();
        Stream.Builder<String> lines = Stream.builder();
        Optional.ofNullable(project.pipeline().test()).ifPresent(lines);
        project.environments().values().forEach(environment -> lines(environment, lines));
        Path folder = settings.file().toAbsolutePath().normalize().resolveSibling("");
        lines.build().forEach(line -> {
            names.addAll(ShellWords.programs(line));
            // Where the settings lie in the checkout, their programs do as well.
            Stream.concat(ShellWords.programs(line).stream(), absolute(line))
                    .flatMap(program -> inside(project, folder.resolve(program)).stream())
                    .forEach(names::add);
        });
        project.agents().values().stream()
                .flatMap(agent -> agent.command().stream())
                .flatMap(word -> ofAgent(project, word))
                .forEach(names::add);
        inside(project, settings.file()).ifPresent(names::add);
        return names;
    }

    private static Stream<String> absolute(String line) {
        return Stream.of(line.split("[\\s'\";&|()<>]+", -1)).filter(word -> word.startsWith("/"));
    }

    /** A reviewer's program is not the developer's to change. */
    private static Stream<String> ofAgent(ProjectSettings project, String word) {
        if (word.startsWith("/")) {
            return inside(project, Path.of(word)).stream();
        }
        boolean file = !word.startsWith("-") && (word.contains("/") || word.contains("."));
        return file ? ShellWords.paths("'" + word.replace("'", "") + "'").stream() : Stream.empty();
    }

    private static void lines(EnvironmentSettings environment, Stream.Builder<String> lines) {
        Stream.of(environment.start(), environment.status(), environment.rollback())
                .filter(Objects::nonNull)
                .forEach(lines);
        HealthSettings health = environment.health();
        if (health != null && health.command() != null) {
            lines.add(health.command());
        }
    }

    /** A file of the machine as a name in the repository, where its work tree is what lands on. */
    private static Optional<String> inside(ProjectSettings project, Path file) {
        if (!project.repository().startsWith("/")) {
            return Optional.empty();
        }
        Path top = real(Path.of(project.repository()));
        Path place = real(file);
        return Files.exists(top.resolve(".git")) && place.startsWith(top) && !place.equals(top)
                ? Optional.of(top.relativize(place).toString())
                : Optional.empty();
    }

    /** Without links as far as it is there. */
    private static Path real(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        for (Path there = whole; there != null; there = there.getParent()) {
            if (Files.exists(there)) {
                try {
                    return there.toRealPath().resolve(there.relativize(whole)).normalize();
                } catch (IOException e) {
                    return whole;
                }
            }
        }
        return whole;
    }

    private List<String> problems(ProjectSettings project, Sha commit) {
        if (project.pipeline().presetYaml().isPresent()) {
            return List.of();
        }
        try {
            return switch (PipelineCheck.check(
                    intake(settings, project.name()),
                    ProjectPipelines.at(project, mirrors, commit))) {
                case PipelineCheck.Unfit(String why) -> List.of(why);
                case PipelineCheck.Fit(Pipeline pipeline) -> prompts(project, commit, pipeline);
            };
        } catch (PermanentFailure e) {
            return List.of(Objects.requireNonNullElse(e.getMessage(), "it cannot be read"));
        }
    }

    private List<String> prompts(ProjectSettings project, Sha commit, Pipeline pipeline) {
        BaseFiles files = new BaseFiles(mirrors);
        return pipeline.stages().stream()
                .flatMap(stage -> Stream.ofNullable(stage.prompt())
                        .filter(prompt -> files.read(project.name(), commit.value(), prompt)
                                .isEmpty())
                        .map(prompt -> "stage " + stage.id() + ": expected the prompt " + prompt
                                + " in " + commit.abbreviated() + ", found none"))
                .toList();
    }
}
