package dev.baton.workspace;

import dev.baton.git.GitResult;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether two trees differ at a path, below it, or in what leads to it. Asked of the trees, name by
 * name from the top, so that no list of changes has to be complete. Names are the same if some file
 * system takes them for the same: in another case, composed otherwise, with characters that are
 * ignored.
 */
final class TreeDifference {
    private static final String FOLDER = "tree";

    /** What HFS+ does not see in a name. */
    private static final Pattern IGNORED =
            Pattern.compile("[\\x{200C}-\\x{200F}\\x{202A}-\\x{202E}\\x{206A}-\\x{206F}\\x{FEFF}]");

    private final Mirror mirror;

    TreeDifference(Mirror mirror) {
        this.mirror = mirror;
    }

    /** An entry of a tree; {@code path} is from the top. */
    private record Entry(String mode, String type, String id, String path) {}

    /** More entries than one answer of git holds: an end that nobody can see is a difference. */
    private static final class Uncounted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Uncounted(String folder) {
            super(folder, null, false, false);
        }
    }

    /**
     * The first path that differs and is the one asked for, lies below it, or leads to it and is no
     * folder in one of the two.
     *
     * @param place relative; empty = everything
     */
    Optional<String> at(String before, String after, Path place) {
        if (place.toString().isEmpty()) {
            return tree(before).equals(tree(after)) ? Optional.empty() : Optional.of(".");
        }
        try {
            return down(before, after, place);
        } catch (Uncounted folder) {
            return Optional.of(
                    folder.getMessage() + " (which holds more than can be looked through)");
        }
    }

    private Optional<String> down(String before, String after, Path place) {
        List<Entry> ours = List.of(new Entry("", FOLDER, tree(before), ""));
        List<Entry> theirs = List.of(new Entry("", FOLDER, tree(after), ""));
        for (int i = 0; i < place.getNameCount(); i++) {
            String name = folded(place.getName(i).toString());
            Set<Entry> old = inside(ours, name);
            Set<Entry> fresh = inside(theirs, name);
            Set<Entry> same = new HashSet<>(old);
            same.retainAll(fresh);
            old.removeAll(same);
            fresh.removeAll(same);
            boolean last = i == place.getNameCount() - 1;
            List<Entry> different = new ArrayList<>(fresh);
            different.addAll(old);
            Optional<String> found = different.stream()
                    .filter(entry -> last || !entry.type().equals(FOLDER))
                    .map(Entry::path)
                    .findFirst();
            if (found.isPresent() || different.isEmpty()) {
                return found;
            }
            ours = List.copyOf(old);
            theirs = List.copyOf(fresh);
        }
        return Optional.empty();
    }

    private Set<Entry> inside(List<Entry> folders, String name) {
        Set<Entry> found = new HashSet<>();
        for (Entry folder : folders) {
            GitResult listed = mirror.require(mirror.in("ls-tree", "-z", folder.id()));
            if (listed.cut()) {
                throw new Uncounted(folder.path().isEmpty() ? "." : folder.path());
            }
            for (String line : listed.parts()) {
                int tab = line.indexOf('\t');
                String entry = line.substring(tab + 1);
                if (folded(entry).equals(name)) {
                    String[] facts = line.substring(0, tab).split(" ", -1);
                    String path = folder.path().isEmpty() ? entry : folder.path() + "/" + entry;
                    found.add(new Entry(facts[0], facts[1], facts[2], path));
                }
            }
        }
        return found;
    }

    private String tree(String treeish) {
        return mirror.require(mirror.in("rev-parse", "--verify", treeish + "^{tree}"))
                .line();
    }

    static String folded(String name) {
        String seen = IGNORED.matcher(name).replaceAll("");
        return Normalizer.normalize(seen, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }
}
