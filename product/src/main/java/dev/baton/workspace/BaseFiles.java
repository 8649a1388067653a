package dev.baton.workspace;

import dev.baton.git.GitResult;

import java.util.Optional;

/** Reads files of a commit out of the mirror: settings that an agent must not be able to change. */
public final class BaseFiles {
    private final Mirrors mirrors;

    public BaseFiles(Mirrors mirrors) {
        this.mirrors = mirrors;
    }

    /**
     * The text of a file; empty if the commit has no such file.
     *
     * @param commit a full id, or a ref of the mirror
     * @param path relative to the repository's root
     */
    public Optional<String> read(String project, String commit, String path) {
        Mirror mirror = mirrors.of(project);
        GitResult listed = mirror.require(mirror.in("ls-tree", "-z", commit, "--", path));
        if (listed.parts().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(mirror.require(mirror.in("cat-file", "blob", commit + ":" + path))
                .out());
    }
}
