package dev.baton.runs;

import dev.baton.model.ProcessIdentity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what a unit takes of the machine at this moment. Safe for use by many threads. */
@FunctionalInterface
public interface RunUsage {
    /**
     * Empty if nothing of it lives, or nobody can tell now.
     *
     * @param known what the database has of its supervisor
     */
    Optional<Usage> of(String unit, @Nullable ProcessIdentity known);

    /**
     * @param memoryBytes of all its processes, what they share counted once
     * @param processes and threads
     */
    record Usage(long memoryBytes, int processes) {}
}
