package dev.baton.deploy;

import java.util.Map;
import java.util.Optional;

/** The environments of all projects. Safe for use by many threads. */
@FunctionalInterface
public interface Environments {
    /** Empty if the settings name none like it, or not any more. */
    default Optional<Environment> find(String project, String name) {
        return Optional.ofNullable(of(project).get(name));
    }

    /** All of a project by name; none if there is no such project, or not any more. */
    Map<String, Environment> of(String project);
}
