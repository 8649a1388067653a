package dev.baton.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Room on the disk of the data folder. A full disk ends the server like every other error of the
 * disk: SQLite may say FULL in the middle of a COMMIT, and what is in the file then is known only
 * when it is opened again. Nothing is lost by it; agents go on, and the next start finds them.
 */
final class DiskRoom {
    /**
     * A start with the library of SQLite (1.3 MB, which a server that ends leaves free again) and
     * the first steps of a few tasks; less would end the server at once.
     */
    static final long BYTES_MIN = 4 << 20;

    private DiskRoom() {}

    /** What to say where there is not enough; empty = there is, or nobody can tell. */
    static Optional<String> problem(Path data) {
        try {
            long free = Files.getFileStore(data).getUsableSpace();
            return free >= BYTES_MIN
                    ? Optional.empty()
                    : Optional.of("disk of " + data + ": expected at least " + (BYTES_MIN >> 10)
                            + " KiB free, found " + (free >> 10)
                            + " KiB. Next: make room there (df -h " + data + "), then ./baton up");
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
