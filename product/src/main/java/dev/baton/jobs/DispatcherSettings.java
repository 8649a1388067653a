package dev.baton.jobs;

import java.util.Map;

/**
 * How much may run at once.
 *
 * @param agentsMax agent runs on the whole server, at least 1
 * @param commandsMax gate, build and deploy runs on the whole server, at least 1
 * @param agentsMaxByProject agent runs of a project; absent = only the server's limit
 */
public record DispatcherSettings(
        int agentsMax, int commandsMax, Map<String, Integer> agentsMaxByProject) {
    public DispatcherSettings {
        agentsMaxByProject = Map.copyOf(agentsMaxByProject);
        if (agentsMax < 1 || commandsMax < 1) {
            throw new IllegalArgumentException(
                    "jobs: expected at least one slot of each kind, found " + agentsMax
                            + " for agents and " + commandsMax + " for commands");
        }
    }

    int agentsMaxOf(String project) {
        return agentsMaxByProject.getOrDefault(project, agentsMax);
    }
}
