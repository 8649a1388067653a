package dev.baton.workspace;

import dev.baton.model.Gate.CommandGate;
import dev.baton.model.Gate.ProtectedPaths;
import dev.baton.model.Pipeline;
import dev.baton.model.Sha;
import dev.baton.model.Stage;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is protected in a project's repository, beside what its pipeline says.
 *
 * @param names files that settings name: those that commands of theirs run, and they themselves
 * @param next reads the pipeline as a task that is filed after the landing would
 */
public record Protection(Set<String> names, NextPipeline next) {
    /** Pipelines, prompts and settings of Baton, and what runs when something is pushed. */
    public static final List<String> ALWAYS = List.of(
            ".baton/**",
            "baton.yaml",
            ".github/**",
            ".gitlab-ci.yml",
            ".gitlab/**",
            ".gitea/**",
            ".forgejo/**",
            ".woodpecker*",
            ".circleci/**",
            "Jenkinsfile*",
            "azure-pipelines*",
            ".azure-pipelines/**",
            ".drone*",
            ".buildkite/**",
            ".travis.yml",
            ".appveyor.yml",
            "appveyor.yml",
            "bitbucket-pipelines.yml",
            ".cirrus*",
            ".semaphore/**",
            ".teamcity/**",
            ".builds/**",
            ".build.yml",
            "buildspec.yml",
            "cloudbuild.yaml",
            ".ci/**",
            "CODEOWNERS",
            "docs/CODEOWNERS");

    /** Of a project whose settings name no file of the repository, with a preset. */
    public static final Protection NONE = new Protection(Set.of(), commit -> List.of());

    public Protection {
        names = Set.copyOf(names);
    }

    /** Reads the pipeline that would be the next one if a commit landed. */
    @FunctionalInterface
    public interface NextPipeline {
        /** Why no task could be filed then; none = it is well. */
        List<String> problems(Sha commit);
    }

    public ProtectedDiff.Rules rules(Pipeline pipeline, ProtectedPaths gate) {
        Set<String> all = new HashSet<>(names);
        pipeline.stages().forEach(stage -> all.addAll(named(stage)));
        return new ProtectedDiff.Rules(
                Stream.concat(ALWAYS.stream(), gate.paths().stream()).toList(),
                all,
                List.copyOf(gate.except().keySet()));
    }

    /** The programs of its gates and its prompt, as far as they are in the repository. */
    private static Set<String> named(Stage stage) {
        Set<String> named = new HashSet<>();
        if (stage.prompt() != null) {
            named.add(stage.prompt());
        }
        stage.gates().stream()
                .filter(CommandGate.class::isInstance)
                .map(gate -> ((CommandGate) gate).command())
                .forEach(command -> named.addAll(ShellWords.programs(command)));
        return named;
    }
}
