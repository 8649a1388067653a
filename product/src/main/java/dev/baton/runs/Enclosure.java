package dev.baton.runs;

import java.nio.file.Path;
import java.util.List;

/** Shuts units in. Safe for use by many threads. */
@FunctionalInterface
public interface Enclosure {
    /**
     * The program that shuts in gets this file open for writing. Before it lets anything run it
     * writes there, as {@code "child-pid": N} and {@code "pid-namespace": N}, the first process of
     * the pid namespace, whose death is the death of everything in it.
     */
    int NOTE = 6;

    /** Shuts nothing in. */
    Enclosure NONE = (spec, shown) -> List.of();

    /**
     * The words to put before each command line of a unit; none = it is not shut in.
     *
     * @param shown files of the unit itself that must be readable inside
     */
    List<String> around(LaunchSpec spec, List<Path> shown);
}
