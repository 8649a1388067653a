package dev.baton.workspace;

import dev.baton.git.GitResult;

import java.util.Optional;

/** Reads files of a commit out of the mirror: settings that an agent must not be able to change. */
public final class BaseFiles {
    /** How the mode of a file begins; links, submodules and folders have others. */
    private static final String ORDINARY = "100";

    private final Mirrors mirrors;

    public BaseFiles(Mirrors mirrors) {
        this.mirrors = mirrors;
    }

    /**
     * The text of an ordinary file; empty if the commit has none of that name.
     *
     * @param commit a full id, or a ref of the mirror
     * @param path relative to the repository's root
     */
    public Optional<String> read(String project, String commit, String path) {
        Mirror mirror = mirrors.of(project);
        GitResult listed = mirror.require(mirror.in("ls-tree", "-z", commit, "--", path));
        if (listed.parts().isEmpty() || !listed.parts().getFirst().startsWith(ORDINARY)) {
            return Optional.empty();
        }
        return Optional.of(mirror.require(mirror.in("cat-file", "blob", commit + ":" + path))
                .out());
    }
}
