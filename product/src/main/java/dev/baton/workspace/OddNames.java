package dev.baton.workspace;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Names that macOS or Windows cannot have, or take for another one in the same folder. */
final class OddNames {
    /** Whatever comes after the first dot, and blanks before it. */
    private static final Pattern DEVICE = Pattern.compile("(?i)(con|prn|aux|nul|conin\\$|conout\\$|"
            + "(com|lpt)[0-9\\u00b9\\u00b2\\u00b3]) *(\\..*)?");

    private static final Pattern FORBIDDEN = Pattern.compile("[<>:\"|?*\\\\\\x00-\\x1f]");
    private static final char REPLACED = '\uFFFD';

    private OddNames() {}

    /**
     * Looks through a folder.
     *
     * @param before its names in the base: what they are is not the change's doing
     * @param found gets a name, and what is wrong with it
     */
    static void find(Set<String> before, Set<String> after, BiConsumer<String, String> found) {
        Map<String, String> first = new HashMap<>();
        for (String name : new TreeMap<>(asKeys(after)).keySet()) {
            boolean fresh = !before.contains(name);
            if (fresh) {
                reserved(name).ifPresent(why -> found.accept(name, why));
            }
            String other = first.putIfAbsent(folded(name), name);
            if (other != null && (fresh || !before.contains(other))) {
                found.accept(fresh ? name : other, same(fresh ? other : name, name, other));
            }
        }
    }

    private static Map<String, Boolean> asKeys(Set<String> names) {
        Map<String, Boolean> keys = new HashMap<>();
        names.forEach(name -> keys.put(name, Boolean.TRUE));
        return keys;
    }

    private static String same(String there, String one, String other) {
        boolean composed = composed(one).equals(composed(other));
        return "is the same file as '" + there + "' on macOS and Windows ("
                + (composed ? "they differ only in Unicode normalisation" : "only case differs")
                + ")";
    }

    private static Optional<String> reserved(String name) {
        if (DEVICE.matcher(name).matches()) {
            return Optional.of("is the name of a device on Windows");
        }
        if (name.endsWith(".") || name.endsWith(" ")) {
            return Optional.of("ends with a dot or a blank, which Windows takes off");
        }
        if (FORBIDDEN.matcher(name).find()) {
            return Optional.of("has a character that Windows does not allow in names");
        }
        return name.indexOf(REPLACED) < 0
                ? Optional.empty()
                : Optional.of("is no UTF-8, which macOS insists on");
    }

    private static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    private static String folded(String name) {
        return composed(composed(name).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT))
                .replaceFirst("(?<=[^. ])[. ]+$", "");
    }

    /** Names that make a folder a repository without a work tree. */
    static boolean repository(Set<String> names) {
        return names.containsAll(List.of("HEAD", "objects", "refs"));
    }
}
