package dev.baton.forge.git;

import dev.baton.forge.Forge.ChangeRequest;
import dev.baton.forge.Forge.Proposal;

import java.util.Map;
import java.util.TreeMap;

/**
 * A change request as written in a commit message: the title, then trailers. Values are one line; a
 * line break in them would forge a trailer, so it becomes a space.
 */
record ChangeRecord(String number, Map<String, String> trailers) {
    private static final String BRANCH = "Baton-Branch";
    private static final String BASE = "Baton-Base";
    private static final String KEY = "Baton-Key";
    private static final String STATE = "Baton-State";
    private static final String OPEN = "open";

    static String message(Proposal proposal, boolean open) {
        return line(proposal.title().isBlank() ? proposal.taskKey() : proposal.title()) + "\n\n"
                + STATE + ": " + (open ? OPEN : "closed") + "\n"
                + "Baton-Task: " + line(proposal.taskKey()) + "\n"
                + BRANCH + ": " + line(proposal.branch()) + "\n"
                + BASE + ": " + line(proposal.base()) + "\n"
                + "Baton-Head: " + proposal.head() + "\n"
                + KEY + ": " + line(proposal.key()) + "\n";
    }

    /** Reads the last paragraph of a message; what is missing there reads as empty. */
    static ChangeRecord parse(String number, String message) {
        String text = message.strip();
        String paragraph = text.substring(text.lastIndexOf("\n\n") + 1);
        Map<String, String> trailers = new TreeMap<>();
        paragraph.lines().forEach(line -> {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                trailers.put(line.substring(0, colon), line.substring(colon + 2));
            }
        });
        return new ChangeRecord(number, trailers);
    }

    boolean openFor(String branch, String base) {
        return is(STATE, OPEN) && is(BRANCH, line(branch)) && is(BASE, line(base));
    }

    boolean withdrawn(String key) {
        return !is(STATE, OPEN) && is(KEY, line(key));
    }

    ChangeRequest request() {
        return new ChangeRequest(
                number, trailers.getOrDefault(BRANCH, ""), trailers.getOrDefault(BASE, ""));
    }

    private boolean is(String trailer, String value) {
        return value.equals(trailers.get(trailer));
    }

    private static String line(String value) {
        return value.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }
}
