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

    /** What holds a run to its limits: the kernel, or nothing, so that it has to be watched. */
    sealed interface Usage {}

    /**
     * Added up from outside.
     *
     * @param memoryBytes of all its processes, what they share counted once
     * @param processes and threads
     */
    record Taken(long memoryBytes, int processes) implements Usage {}

    /**
     * The kernel holds it to these limits, and says what it refused. Known also after its end,
     * until its control group is removed.
     *
     * @param outOfMemory whose memory was short when the kernel ended it
     * @param refused whether it asked for more processes than it may have
     */
    record Held(long memoryBytes, long processes, OutOfMemory outOfMemory, boolean refused)
            implements Usage {}

    /** Why the kernel ended a unit for want of memory. */
    enum OutOfMemory {
        /** It did not. */
        NO,
        /** The unit was at its own limit. */
        OF_THE_RUN,
        /** The unit was within its limit; the machine, or the server's unit as a whole, was not. */
        OF_THE_MACHINE
    }
}
