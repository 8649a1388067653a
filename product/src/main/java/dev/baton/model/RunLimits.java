package dev.baton.model;

/**
 * The most that a run may take of the machine.
 *
 * @param memoryBytes of all its processes together
 * @param processes and threads of it together
 * @param files open at once in one process
 * @param diskBytes of its work folder, and of what its home grew by
 */
public record RunLimits(long memoryBytes, int processes, int files, long diskBytes) {
    /** Where nothing is limited: deploy commands, and tests of other things. */
    public static final RunLimits NONE =
            new RunLimits(Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);

    public RunLimits {
        if (memoryBytes < 1 || processes < 1 || files < 1 || diskBytes < 1) {
            throw new IllegalArgumentException("limits of a run: expected more than zero of each,"
                    + " found " + memoryBytes + ", " + processes + ", " + files + ", " + diskBytes);
        }
    }
}
