package dev.baton.engine;

import dev.baton.model.Role;

import java.time.Duration;

/** What the settings say about the agent of a role in a project. */
public interface AgentLimits {
    /** Longest a run may take. */
    Duration timeout(String project, Role role);

    /** Charged attempts in one visit, at least 1. */
    int attempts(String project, Role role);
}
