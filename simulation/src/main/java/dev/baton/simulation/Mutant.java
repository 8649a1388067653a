package dev.baton.simulation;

import java.util.List;

/**
 * Our own code with a guard taken out.
 *
 * @param id the window of the protocol's first section that it opens again
 * @param says what is taken out
 * @param caught false for one that breaks nothing by itself, since another guard stands behind it
 * @param from where the tests begin to look, close before a seed that shows it; 1 = not known
 */
record Mutant(String id, String says, boolean caught, long from, List<Edit> edits) {
    Mutant {
        edits = List.copyOf(edits);
    }

    /**
     * One change of a source file.
     *
     * @param file from the root of the checkout
     * @param find must be in it exactly once, so that a mutant does not outlive its guard unnoticed
     */
    record Edit(String file, String find, String replace) {}

    /** The mutant that takes out this guard together with the one behind it. */
    String pair() {
        return id.replaceFirst("[a-z]$", "") + "+";
    }
}
