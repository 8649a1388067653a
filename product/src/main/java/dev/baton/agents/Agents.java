package dev.baton.agents;

import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Role;
import dev.baton.yaml.Nearest;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which agent does what in which project, as settings have it. Immutable. */
public final class Agents {
    private final Map<String, Map<Role, AgentSettings>> byProject;

    public Agents(Map<String, Map<Role, AgentSettings>> byProject) {
        Map<String, Map<Role, AgentSettings>> copy = new HashMap<>();
        byProject.forEach((project, roles) -> copy.put(project, Map.copyOf(roles)));
        this.byProject = Map.copyOf(copy);
    }

    /** The roles of a project that have an agent. */
    public Set<Role> roles(String project) {
        return byProject.getOrDefault(project, Map.of()).keySet();
    }

    public Optional<AgentCommand> find(String project, Role role) {
        return Optional.ofNullable(byProject.getOrDefault(project, Map.of()).get(role))
                .map(AgentCommand::of);
    }

    /** The agent of a role; a role without one needs a person. */
    public AgentCommand of(String project, Role role) {
        return find(project, role)
                .orElseThrow(() -> new PermanentFailure(
                        FailureCode.SETTINGS,
                        "project " + project + ": expected an agent for the role '" + role
                                + "', found none; "
                                + Nearest.hint(
                                        role.name(),
                                        "role",
                                        roles(project).stream().map(Role::name).toList())
                                + ". Next: add it to projects." + project
                                + ".agents in baton.yaml"));
    }

    /** Longest a run of the role may take. */
    public Duration timeout(String project, Role role) {
        return of(project, role).timeout();
    }

    /** Charged attempts in one visit, at least 1. */
    public int attempts(String project, Role role) {
        return of(project, role).attempts();
    }
}
