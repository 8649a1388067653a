package dev.baton.pipeline;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which pipeline a project uses.
 *
 * @param preset name of a preset; null = {@code .baton/pipeline.yaml} of the base branch
 * @param test the project's test command, every command of the presets; required with them
 */
public record PipelineSettings(@Nullable String preset, @Nullable String test) {
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
                : Optional.of(Presets.yaml(preset, test));
    }
}
