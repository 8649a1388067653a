package dev.baton.workspace;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Adds up the files of a folder that a run is writing to, one open folder at a time. What is too
 * deep for a path, or vanishes meanwhile, is left out.
 */
public final class DiskUse {
    /** Of a folder's files: some file systems keep that much for an empty one, too. */
    private static final long BYTES_OF_AN_ENTRY = 512;

    private DiskUse() {}

    /**
     * The bytes of all files below it.
     *
     * @param enough where the count may stop
     */
    public static long of(Path folder, long enough) {
        Deque<Path> open = new ArrayDeque<>();
        open.add(folder);
        long bytes = 0;
        while (!open.isEmpty() && bytes <= enough) {
            bytes += entries(open.removeLast(), enough - bytes, open);
        }
        return bytes;
    }

    /** What was removed or closed by the run while it was listed counts as far as it was seen. */
    private static long entries(Path folder, long enough, Deque<Path> open) {
        long bytes = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                bytes += BYTES_OF_AN_ENTRY + add(entry, open);
                if (bytes > enough) {
                    return bytes;
                }
            }
            return bytes;
        } catch (IOException | DirectoryIteratorException e) {
            return bytes;
        }
    }

    private static long add(Path entry, Deque<Path> open) {
        try {
            BasicFileAttributes found = Files.readAttributes(
                    entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (found.isDirectory()) {
                open.add(entry);
                return 0;
            }
            return found.isRegularFile() ? found.size() : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
