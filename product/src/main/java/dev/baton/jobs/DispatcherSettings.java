package dev.baton.jobs;

import dev.baton.model.JobKind;

import java.util.Map;
import java.util.Optional;

/**
 * How much may run at once.
 *
 * @param agentsMax agent runs on the whole server, at least 1
 * @param commandsMax gate, build and deploy runs on the whole server, at least 1
 * @param agentsMaxByProject agent runs of a project; absent = only the server's limit
 * @param agents by project and role, those that have a limit of their own
 */
public record DispatcherSettings(
        int agentsMax,
        int commandsMax,
        Map<String, Integer> agentsMaxByProject,
        Map<String, Map<String, AgentLimit>> agents) {

    /**
     * How often one agent may run at once, whatever the project and the role.
     *
     * @param max at least 1
     */
    public record AgentLimit(String agent, int max) {}

    public DispatcherSettings {
        agentsMaxByProject = Map.copyOf(agentsMaxByProject);
        agents = Map.copyOf(agents);
        if (agentsMax < 1 || commandsMax < 1) {
            throw new IllegalArgumentException(
                    "jobs: expected at least one slot of each kind, found " + agentsMax
                            + " for agents and " + commandsMax + " for commands");
        }
    }

    /** No agent has a limit of its own. */
    public DispatcherSettings(
            int agentsMax, int commandsMax, Map<String, Integer> agentsMaxByProject) {
        this(agentsMax, commandsMax, agentsMaxByProject, Map.of());
    }

    Optional<AgentLimit> limit(String project, String role) {
        return Optional.ofNullable(agents.getOrDefault(project, Map.of()).get(role));
    }

    /** Runs of that kind at once. */
    int slots(JobKind kind) {
        return switch (kind) {
            case AGENT -> agentsMax;
            case GATE, BUILD, DEPLOY -> commandsMax;
        };
    }

    int agentsMaxOf(String project) {
        return agentsMaxByProject.getOrDefault(project, agentsMax);
    }
}
