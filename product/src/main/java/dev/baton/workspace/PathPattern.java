package dev.baton.workspace;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names of files in a repository: {@code *} and {@code ?} within one step, {@code **} for any
 * number of steps. What names a folder names all that is in it. Upper and lower case, composed and
 * decomposed letters, letters that nobody sees, and dots and blanks at the end of a step make no
 * difference, because there are file systems where they make none.
 */
final class PathPattern {
    private static final String ANY = "**";
    private static final Pattern UNSEEN = Pattern.compile("\\p{Cf}");

    private final List<Pattern> steps;
    private final List<Boolean> any;

    private PathPattern(List<String> steps) {
        this.steps = steps.stream().map(PathPattern::step).toList();
        this.any = steps.stream().map(ANY::equals).toList();
    }

    static PathPattern of(String glob) {
        return new PathPattern(steps(glob));
    }

    /** Exactly this file, or all in this folder, whatever characters it has. */
    static PathPattern literal(String path) {
        return new PathPattern(steps(path).stream()
                .map(step -> step.replaceAll("([\\\\*?])", "\\\\$1"))
                .toList());
    }

    /** The folded steps of a name. */
    static List<String> steps(String name) {
        return Stream.of(folded(name).split("/", -1))
                .filter(step -> !step.isEmpty())
                .map(step -> step.replaceFirst("(?<=[^. ])[. ]+$", ""))
                .toList();
    }

    static String folded(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFKC);
        return UNSEEN.matcher(composed)
                .replaceAll("")
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    /** Whether the name, or a folder it is in, is meant. */
    boolean covers(List<String> name) {
        return covers(0, name, 0);
    }

    private boolean covers(int at, List<String> name, int from) {
        if (at == steps.size()) {
            return true;
        }
        if (any.get(at)) {
            for (int next = from; next <= name.size(); next++) {
                if (covers(at + 1, name, next)) {
                    return true;
                }
            }
            return false;
        }
        return from < name.size()
                && steps.get(at).matcher(name.get(from)).matches()
                && covers(at + 1, name, from + 1);
    }

    /** Whether the name is a folder on the way to what is meant. */
    boolean leadsThrough(List<String> name) {
        if (name.size() >= steps.size()) {
            return false;
        }
        for (int i = 0; i < name.size(); i++) {
            if (any.get(i) || !steps.get(i).matcher(name.get(i)).matches()) {
                return false;
            }
        }
        return true;
    }

    private static Pattern step(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                case '\\' -> {
                    i = Math.min(i + 1, glob.length() - 1);
                    regex.append(Pattern.quote(String.valueOf(glob.charAt(i))));
                }
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
