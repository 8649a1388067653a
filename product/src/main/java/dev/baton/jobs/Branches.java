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

    /** Where the project's base is, if it contains the commit; empty = it does not. */
    Optional<Sha> containing(String project, Sha commit);
}
