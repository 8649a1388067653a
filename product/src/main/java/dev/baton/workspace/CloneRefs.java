package dev.baton.workspace;

import dev.baton.model.Sha;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The refs of a clone as its files have them, read without git: what the clone's configuration,
 * hooks, replacements and other refs say cannot matter then.
 */
record CloneRefs(String headFile, Optional<Sha> branch, Map<String, Sha> kept) {
    private static final int REF_BYTES_MAX = 1024;
    private static final int PACKED_BYTES_MAX = 4 * 1024 * 1024;
    private static final int KEPT_MAX = 200;
    private static final String KEPT = "refs/baton/kept/";

    static CloneRefs read(Path clone, String branch) {
        Path dotGit = clone.resolve(".git");
        Map<String, Sha> packed = packed(dotGit);
        String ref = "refs/heads/" + branch;
        Optional<Sha> tip = loose(dotGit, ref).or(() -> Optional.ofNullable(packed.get(ref)));
        Map<String, Sha> kept = new TreeMap<>();
        packed.forEach((name, sha) -> {
            if (name.startsWith(KEPT) && kept.size() < KEPT_MAX) {
                kept.put(name.substring(KEPT.length()), sha);
            }
        });
        for (String name : CloneFile.list(dotGit, KEPT, KEPT_MAX)) {
            loose(dotGit, KEPT + name).ifPresent(sha -> kept.put(name, sha));
        }
        return new CloneRefs(text(dotGit, "HEAD", REF_BYTES_MAX).strip(), tip, kept);
    }

    /** Empty for a symbolic ref too: it would make another branch the task's. */
    private static Optional<Sha> loose(Path dotGit, String ref) {
        return Optional.of(text(dotGit, ref, REF_BYTES_MAX).strip())
                .filter(Sha::isFull)
                .map(Sha::new);
    }

    private static Map<String, Sha> packed(Path dotGit) {
        Map<String, Sha> refs = new TreeMap<>();
        text(dotGit, "packed-refs", PACKED_BYTES_MAX).lines().forEach(line -> {
            int space = line.indexOf(' ');
            if (space > 0 && Sha.isFull(line.substring(0, space))) {
                refs.put(line.substring(space + 1), new Sha(line.substring(0, space)));
            }
        });
        return refs;
    }

    private static String text(Path dotGit, String path, int bytesMax) {
        return switch (CloneFile.read(dotGit, path, bytesMax)) {
            case CloneFile.Text found -> found.text();
            case CloneFile.Missing missing -> "";
            case CloneFile.Refused refused -> "";
        };
    }
}
