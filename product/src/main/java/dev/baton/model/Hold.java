package dev.baton.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something of a project that somebody keeps still: while it is active, nothing new is begun there.
 *
 * @param name the base branch, or the environment
 * @param why in the words of who holds it; never empty
 * @param process whose end ends the hold; null = until somebody releases it
 * @param release null = active
 */
public record Hold(
        long id,
        Kind kind,
        String project,
        String name,
        String why,
        String by,
        @Nullable ProcessIdentity process,
        Instant createdAt,
        @Nullable Release release) {

    /** What is held. */
    public enum Kind {
        /** The merge queue of a base branch: no merge is begun. */
        BASE,
        /** Deploys to an environment. */
        ENVIRONMENT
    }

    /** How it ended. */
    public record Release(String by, Instant at) {}

    public boolean active() {
        return release == null;
    }
}
