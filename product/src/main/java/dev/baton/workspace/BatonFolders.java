package dev.baton.workspace;

import dev.baton.git.GitResult;
import dev.baton.model.Sha;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The two folders that Baton puts into a clone, {@code .baton/in} and {@code .baton/out}: no commit
 * of a task may bring them. What the base has of them is not the task's fault.
 */
final class BatonFolders {
    /** For {@code .git/info/exclude}; without a slash at the end it also covers a link. */
    static final String EXCLUDED = "/.baton/in\n/.baton/out\n";

    private static final List<String> RESERVED = List.of(".baton/in", ".baton/out");
    private static final String GONE = "000000";

    private BatonFolders() {}

    /**
     * Looks at every commit of a visit, not at the last alone: what one adds and the next removes
     * is in the history all the same. Of a merge counts what none of its parents has.
     *
     * @param before commits whose history is not the visit's
     * @return why the branch cannot be taken, with commit and path
     */
    static Optional<String> problem(Mirror mirror, Sha head, Sha... before) {
        GitResult log = mirror.require(mirror.in("log", "-z", "-c", "--raw", "--no-abbrev")
                .and("--no-renames", "--no-ext-diff", "--full-history", "--format=%x01%H")
                .and(head.value(), "--not")
                .and(Arrays.stream(before).map(Sha::value).toList())
                .and("--", ".baton"));
        if (log.cut()) {
            return Optional.of("its commits change more below .baton than can be looked at");
        }
        String commit = "";
        boolean there = false;
        for (String part : log.parts()) {
            String word = part.strip();
            if (part.startsWith("\1")) {
                commit = part.substring(1);
            } else if (word.startsWith(":")) {
                there = !modeAfter(word).equals(GONE);
            } else if (there && reserved(part)) {
                return Optional.of("commit " + commit + " contains " + part
                        + "; no commit may bring .baton/in or .baton/out, which belong to the run");
            }
        }
        return Optional.empty();
    }

    /** One colon and one mode per parent, then the mode of the commit. */
    private static String modeAfter(String raw) {
        int parents = raw.length() - raw.replaceFirst("^:+", "").length();
        return raw.substring(parents).split(" ", parents + 2)[parents];
    }

    /** {@code .baton} itself too: as a link it would lead both folders elsewhere. */
    private static boolean reserved(String path) {
        return path.equals(".baton")
                || RESERVED.stream()
                        .anyMatch(folder -> path.equals(folder) || path.startsWith(folder + "/"));
    }
}
