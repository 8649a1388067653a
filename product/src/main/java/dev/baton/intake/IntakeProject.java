package dev.baton.intake;

import dev.baton.model.Role;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What intake has to know of a project.
 *
 * @param base the branch its tasks land on
 * @param roles those that have an agent
 * @param environments those that can be deployed to
 * @param toApprove those of them where a person must be asked before a deploy
 * @param timeoutMax longest a run may be declared to take: what the backstop leaves
 * @param landingMax what the commands at the head of a merge queue may take together has to be
 *     less; null = nobody is sent away from there
 */
public record IntakeProject(
        String name,
        String base,
        Set<Role> roles,
        Set<String> environments,
        Set<String> toApprove,
        Duration timeoutMax,
        @Nullable Duration landingMax) {
    public IntakeProject {
        roles = Set.copyOf(roles);
        environments = Set.copyOf(environments);
        toApprove = Set.copyOf(toApprove);
    }

    /** One where nobody must be asked. */
    public IntakeProject(
            String name,
            String base,
            Set<Role> roles,
            Set<String> environments,
            Duration timeoutMax,
            @Nullable Duration landingMax) {
        this(name, base, roles, environments, Set.of(), timeoutMax, landingMax);
    }
}
