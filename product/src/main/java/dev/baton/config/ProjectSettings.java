package dev.baton.config;

import dev.baton.agents.AgentSettings;
import dev.baton.agents.SandboxSettings;
import dev.baton.deploy.EnvironmentSettings;
import dev.baton.pipeline.HygieneSettings;
import dev.baton.pipeline.PipelineSettings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One repository with its forge, tracker and pipeline.
 *
 * @param name what keys of its tasks begin with
 * @param repository an absolute path, or a URL
 * @param base the branch tasks land on
 * @param pipeline which pipeline its tasks are pinned to, and the command of its tests
 * @param agents role to agent
 * @param environments by name
 * @param deploySandboxes how the deploy commands of an environment are; not at all where it has
 *     none of its name
 * @param sandbox how the commands of its gates are kept apart from the machine
 * @param hygiene what the gate of that name lets pass, beside what the pipeline says
 * @param concurrencyMax agent jobs at once in this project; null = only the server's limit
 */
public record ProjectSettings(
        String name,
        String repository,
        String base,
        PipelineSettings pipeline,
        Map<String, AgentSettings> agents,
        Map<String, EnvironmentSettings> environments,
        Map<String, SandboxSettings> deploySandboxes,
        SandboxSettings sandbox,
        HygieneSettings hygiene,
        @Nullable Integer concurrencyMax) {
    public static final String BASE_DEFAULT = "main";

    public ProjectSettings {
        agents = Map.copyOf(agents);
        environments = Map.copyOf(environments);
        deploySandboxes = Map.copyOf(deploySandboxes);
    }

    /** Environments that run the script of the commit and are not shut in: a person is asked. */
    public Set<String> environmentsToApprove() {
        return environments.entrySet().stream()
                .filter(environment -> environment.getValue().runsRepository())
                .map(Map.Entry::getKey)
                .filter(name -> !Optional.ofNullable(deploySandboxes.get(name))
                        .filter(SandboxSettings::wanted)
                        .isPresent())
                .collect(Collectors.toSet());
    }
}
