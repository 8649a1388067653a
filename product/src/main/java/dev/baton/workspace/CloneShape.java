package dev.baton.workspace;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a folder is still what Baton made there, told from its outside without following links.
 */
final class CloneShape {
    private CloneShape() {}

    /** What is wrong with it; empty = it can be used. */
    static Optional<String> problem(Path clone) {
        Path dotGit = clone.resolve(".git");
        if (!Folders.isFolder(clone)) {
            return Optional.of(
                    Folders.exists(clone) ? "it is not a folder any more" : "it is gone");
        }
        if (!Folders.isFolder(clone.resolveSibling(""))) {
            return Optional.of("the folder it lies in is not a folder any more");
        }
        if (!Folders.isFolder(dotGit)) {
            return Optional.of("its .git is not a folder any more");
        }
        if (!Folders.isFolder(dotGit.resolve("objects"))) {
            return Optional.of("its .git/objects is not a folder any more");
        }
        if (!Folders.isFolder(dotGit.resolve("refs")) || !Folders.isFile(dotGit.resolve("HEAD"))) {
            return Optional.of("its .git lost its refs");
        }
        if (Folders.exists(dotGit.resolve("objects/info/alternates"))) {
            return Optional.of("its .git/objects/info/alternates leads to another repository");
        }
        return Optional.empty();
    }
}
