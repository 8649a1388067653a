package dev.baton.api;

import java.util.List;

/**
 * A change of protected paths that a person has to agree to.
 *
 * @param digest stands for exactly this change
 * @param count how many entries are changed
 * @param names the first of them, each with what happened to it
 */
public record ChangesView(String digest, long count, List<String> names) {
    public ChangesView {
        names = List.copyOf(names);
    }
}
