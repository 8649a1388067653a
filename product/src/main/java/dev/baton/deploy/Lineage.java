package dev.baton.deploy;

import dev.baton.model.Sha;

/** Which commit contains which. Safe for use by many threads. */
@FunctionalInterface
public interface Lineage {
    /** Knows of none. */
    Lineage UNKNOWN = (project, later, earlier) -> false;

    /**
     * Whether the later commit of the project's repository contains the earlier; a commit that
     * nobody has seen there contains none.
     *
     * @throws dev.baton.model.TransientFailure if it cannot be known now
     */
    boolean contains(String project, Sha later, Sha earlier);
}
