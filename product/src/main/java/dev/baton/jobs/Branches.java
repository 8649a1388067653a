package dev.baton.jobs;

import dev.baton.model.Sha;

import java.util.Optional;
import java.util.Set;

/**
 * The branches of all projects as they are outside. What cannot be read throws {@link
 * dev.baton.model.TransientFailure}: it is never "no".
 */
public interface Branches {
    /** Those of one project now; the forge is asked once, however much is looked up. */
    Seen of(String project);

    /** The branches of a project as they were at one moment. Used by one thread. */
    interface Seen {
        /** Where a branch is at the forge; empty = there is no such branch. */
        Optional<Sha> tip(String branch);

        /** Those of the commits that the project's base contains, by one question for all. */
        Set<Sha> landed(Set<Sha> commits);
    }
}
