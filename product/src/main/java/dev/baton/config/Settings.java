package dev.baton.config;

import dev.baton.agents.AgentSettings;
import dev.baton.jobs.SweepSettings;

import java.nio.file.Path;
import java.util.Map;

/**
 * Everything that can be set, validated.
 *
 * @param file the baton.yaml it was read from, absolute
 * @param text what was read; the file may say something else by now
 * @param agents by name
 * @param projects by name
 */
public record Settings(
        Path file,
        String text,
        ServerSettings server,
        StoreSettings store,
        SecretsSettings secrets,
        AccessSettings access,
        NotifySettings notices,
        JobsSettings jobs,
        Map<String, AgentSettings> agents,
        Map<String, ProjectSettings> projects,
        ReaperSettings reaper,
        ReconcilerSettings reconciler,
        MergeLeaseSettings mergeLease,
        TransitionLeaseSettings transitionLease,
        SweepSettings cleanup,
        TestingSettings testing) {
    public Settings {
        agents = Map.copyOf(agents);
        projects = Map.copyOf(projects);
    }
}
