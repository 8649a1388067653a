package dev.baton.jobs;

import dev.baton.model.Sha;

import java.util.Optional;

/**
 * The branches of all projects as they are outside now. What cannot be read throws {@link
 * dev.baton.model.TransientFailure}: it is never "no".
 */
public interface Branches {
    /** Where a branch is at the forge; empty = there is no such branch. */
    Optional<Sha> tip(String project, String branch);

    /** Whether the project's base contains the commit. */
    boolean landed(String project, Sha commit);
}
