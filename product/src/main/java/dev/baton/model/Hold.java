package dev.baton.model;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something of a project that somebody keeps still: while it is active, nothing new is begun there.
 *
 * @param name the base branch, or the environment
 * @param why in the words of who holds it; never empty
 * @param process whose end ends the hold; null = until somebody releases it
 * @param release null = active
 * @param passes the tasks that mend what is held: for them it is not
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
        @Nullable Release release,
        Set<TaskId> passes) {
    /** Who holds what Baton itself keeps still. */
    public static final String BATON = "baton";

    public Hold {
        passes = Set.copyOf(passes);
    }

    /** What is held. */
    public enum Kind {
        /** The merge queue of a base branch: no merge is begun. */
        BASE,
        /** Deploys to an environment. */
        ENVIRONMENT
    }

    /** How it ended. */
    public record Release(String by, Instant at) {}

    public Hold withPasses(Set<TaskId> tasks) {
        return new Hold(id, kind, project, name, why, by, process, createdAt, release, tasks);
    }

    /** Whether the task may go on in spite of it. */
    public boolean lets(TaskId task) {
        return passes.contains(task);
    }

    public boolean active() {
        return release == null;
    }
}
