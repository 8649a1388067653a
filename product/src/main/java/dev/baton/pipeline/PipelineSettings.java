package dev.baton.pipeline;

import dev.baton.model.Gate;
import dev.baton.model.Gate.CommandGate;
import dev.baton.model.Pipeline;
import dev.baton.model.Role;
import dev.baton.model.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which pipeline a project uses.
 *
 * @param preset name of a preset; null = {@code .baton/pipeline.yaml} of the base branch
 * @param approvesProduction whether a preset that deploys to production asks a person before it
 * @param test the project's test command, every command of the presets; required with them
 */
public record PipelineSettings(
        @Nullable String preset, @Nullable String test, boolean approvesProduction) {
    /** One that asks a person before production. */
    public PipelineSettings(@Nullable String preset, @Nullable String test) {
        this(preset, test, true);
    }

    public PipelineSettings {
        if (preset != null) {
            presetProblem(preset).ifPresent(why -> {
                throw new IllegalArgumentException(why);
            });
            if (test == null || test.isBlank()) {
                throw new IllegalArgumentException(
                        "preset '" + preset + "': expected a test command, found none");
            }
        }
    }

    /** Why that name is no preset of this version, if it is none. */
    public static Optional<String> presetProblem(String name) {
        return Presets.problem(name);
    }

    /** The text of the preset; empty if the base branch has the pipeline. */
    public Optional<String> presetYaml() {
        return preset == null || test == null
                ? Optional.empty()
                : Optional.of(Presets.yaml(preset, test, approvesProduction));
    }

    /** The roles the preset needs an agent for; empty if the base branch has the pipeline. */
    public List<String> presetRoles() {
        return stages().stream()
                .flatMap(stage -> stage.mainRole().stream())
                .map(Role::name)
                .distinct()
                .toList();
    }

    /** The environments the preset deploys to; empty if the base branch has the pipeline. */
    public List<String> presetEnvironments() {
        return stages().stream()
                .flatMap(stage -> stage.gates().stream())
                .filter(Gate.Deploy.class::isInstance)
                .map(gate -> ((Gate.Deploy) gate).environment())
                .distinct()
                .toList();
    }

    /** Whether the preset asks a person before it deploys there; a file is asked later. */
    public boolean presetAsksBefore(String environment) {
        return pinned().map(it -> it.asksBefore(environment)).orElse(true);
    }

    /** The longest timeout the preset declares; zero if the base branch has the pipeline. */
    public Duration presetTimeoutMax() {
        return stages().stream()
                .flatMap(stage -> stage.gates().stream())
                .filter(CommandGate.class::isInstance)
                .map(gate -> ((CommandGate) gate).timeout())
                .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    /** As {@link Pipeline#landingTimeout}; zero if the base branch has the pipeline. */
    public Duration presetLandingTimeout(Function<String, Duration> deploys) {
        return pinned().map(it -> it.landingTimeout(deploys)).orElse(Duration.ZERO);
    }

    private Optional<Pipeline> pinned() {
        return presetYaml()
                .map(yaml -> PipelineParser.parse("preset " + preset, yaml).orFail());
    }

    private List<Stage> stages() {
        return pinned().map(Pipeline::stages).orElse(List.of());
    }
}
