package dev.baton.deploy;

import java.util.Optional;

/** The environments of all projects. Safe for use by many threads. */
@FunctionalInterface
public interface Environments {
    /** Empty if the settings name none like it, or not any more. */
    Optional<Environment> find(String project, String name);
}
