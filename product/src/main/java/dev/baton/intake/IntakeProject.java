package dev.baton.intake;

import dev.baton.model.Role;

import java.time.Duration;
import java.util.Set;

/**
 * What intake has to know of a project.
 *
 * @param base the branch its tasks land on
 * @param roles those that have an agent
 * @param environments those that can be deployed to
 * @param timeoutMax longest a run may be declared to take: what the backstop leaves
 */
public record IntakeProject(
        String name, String base, Set<Role> roles, Set<String> environments, Duration timeoutMax) {
    public IntakeProject {
        roles = Set.copyOf(roles);
        environments = Set.copyOf(environments);
    }
}
