package dev.baton.workspace;

import dev.baton.git.GitCommand;
import dev.baton.model.Sha;
import dev.baton.model.TransientFailure;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Measures the tree of a commit before anything of it is unpacked or compared. A few objects can
 * unfold to a million files, so the count stops at the bound, and git with it.
 */
final class Trees {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** Of a path, and of the folders on it: what a file system and its users can do with. */
    private static final int PATH_CHARS_MAX = 2000;

    private static final int DEPTH_MAX = 200;

    private final WorkspaceSettings settings;

    Trees(WorkspaceSettings settings) {
        this.settings = settings;
    }

    /** What speaks against unpacking the head; empty = nothing. */
    Optional<String> problem(Mirror mirror, Sha base, Sha head) {
        Count start = new Count(Long.MAX_VALUE, Long.MAX_VALUE);
        boolean _ = mirror.each(listing(mirror, base), start::add);
        Count count = new Count(
                start.entries + settings.growthEntriesMax(),
                start.bytes + settings.growthBytesMax());
        try {
            boolean _ = mirror.each(listing(mirror, head), count::add);
            return Optional.ofNullable(count.problem);
        } catch (TransientFailure e) {
            // It was written by an agent: what git cannot list, it cannot check out either.
            return Optional.of("cannot be listed: " + e.getMessage());
        }
    }

    /** Folders too: one may hold nothing but folders. */
    private static GitCommand listing(Mirror mirror, Sha commit) {
        return mirror.in("ls-tree", "-r", "-t", "-l", "-z", "--full-tree", commit.value())
                .within(TIMEOUT);
    }

    private static final class Count {
        private final long entriesMax;
        private final long bytesMax;
        private long entries;
        private long bytes;
        private @Nullable String problem;

        Count(long entriesMax, long bytesMax) {
            this.entriesMax = entriesMax;
            this.bytesMax = bytesMax;
        }

        /** A line: mode, type, object and size, a tab, the path. */
        boolean add(String line) {
            int tab = line.indexOf('\t');
            String path = line.substring(tab + 1);
            String size = line.substring(line.lastIndexOf(' ', tab) + 1, tab);
            entries++;
            bytes += size.equals("-") ? 0 : Long.parseLong(size);
            if (entries > entriesMax) {
                problem = "has more than " + entriesMax + " files and folders";
            } else if (bytes > bytesMax) {
                problem = "unfolds to more than " + bytesMax + " bytes";
            } else if (path.length() > PATH_CHARS_MAX
                    || path.chars().filter(c -> c == '/').count() > DEPTH_MAX) {
                problem = "has a path of " + path.length() + " characters, "
                        + path.chars().filter(c -> c == '/').count() + " folders deep";
            }
            return problem == null;
        }
    }
}
