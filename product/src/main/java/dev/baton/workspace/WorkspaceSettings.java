package dev.baton.workspace;

import java.nio.file.Path;

/**
 * Where the files of tasks lie.
 *
 * @param data the server's data folder
 * @param growthBytesMax how much larger than its mirror a clone may be to be taken from, and than
 *     the files of its base those of a head
 * @param growthEntriesMax by how many files and folders a head may exceed its base
 */
public record WorkspaceSettings(Path data, long growthBytesMax, int growthEntriesMax) {
    public static final long GROWTH_BYTES_MAX_DEFAULT = 2L << 30;
    public static final int GROWTH_ENTRIES_MAX_DEFAULT = 50_000;

    public WorkspaceSettings {
        if (!data.isAbsolute()) {
            throw new IllegalArgumentException(
                    "server.data: expected an absolute path, found '" + data + "'");
        }
    }

    public static WorkspaceSettings in(Path data) {
        return new WorkspaceSettings(data, GROWTH_BYTES_MAX_DEFAULT, GROWTH_ENTRIES_MAX_DEFAULT);
    }

    Path mirrors() {
        return data.resolve("mirrors");
    }

    Path clones() {
        return data.resolve("clones");
    }

    Path checkouts() {
        return data.resolve("checkouts");
    }

    /** Clones that cannot be used any more, kept for a person. */
    Path setAside() {
        return data.resolve("set-aside");
    }
}
