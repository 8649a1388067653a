package dev.baton.simulation;

import dev.baton.model.Gate;
import dev.baton.model.Pipeline;
import dev.baton.model.Role;
import dev.baton.model.Stage;
import dev.baton.pipeline.PipelineParser;
import dev.baton.pipeline.Presets;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The pipeline of all tasks of a schedule. */
enum Course {
    QUICK("quick"),
    /** Twice as long and with deploys, so it is simulated less often. */
    STANDARD("standard");

    private static final int STANDARD_EVERY = 8;

    /** Shorter, so that schedules of some minutes pass them. */
    private static final String TIMEOUT = "timeout: 2m";

    private final String yaml;

    @SuppressWarnings("ImmutableEnumChecker") // A record of copies.
    private final Pipeline pipeline;

    Course(String preset) {
        yaml = Presets.yaml(preset, "true", false).replace("timeout: 20m", TIMEOUT);
        pipeline = PipelineParser.parse("preset " + preset, yaml).orFail();
    }

    /** The same for the same seed, however much of its schedule is left. */
    static Course of(long seed) {
        return Math.floorMod(seed, STANDARD_EVERY) == 0 ? STANDARD : QUICK;
    }

    String yaml() {
        return yaml;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    Set<Role> roles() {
        return pipeline.stages().stream()
                .map(Stage::mainRole)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    Set<String> environments() {
        return pipeline.stages().stream()
                .flatMap(stage -> stage.gates().stream())
                .filter(Gate.Deploy.class::isInstance)
                .map(gate -> ((Gate.Deploy) gate).environment())
                .collect(Collectors.toSet());
    }
}
