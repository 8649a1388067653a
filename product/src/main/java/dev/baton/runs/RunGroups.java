package dev.baton.runs;

import java.util.Set;

/** The control groups of units, where the kernel holds runs to their limits. */
public interface RunGroups {
    /** Where there are none. */
    RunGroups NONE = new RunGroups() {
        @Override
        public Set<String> units() {
            return Set.of();
        }

        @Override
        public void remove(String unit) {
            // There is nothing to remove.
        }
    };

    /** Units of this server that have one. */
    Set<String> units();

    /** Removes the group of that unit, unless something lives in it. */
    void remove(String unit);
}
