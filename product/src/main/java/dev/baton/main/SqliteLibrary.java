package dev.baton.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the driver of SQLite unpacks its library at each start: into the data folder. In the folder
 * for temporary files, every {@code kill -9} would leave one behind for good; here the next start
 * holds the folder's lock, so it knows that nobody uses what it finds.
 */
final class SqliteLibrary {
    private static final String PLACE = "org.sqlite.tmpdir";

    private SqliteLibrary() {}

    /** The caller holds the lock of the folder. A place that was set from outside stays. */
    static void unpackInto(Path data) {
        if (System.getProperty(PLACE) != null) {
            return;
        }
        Path folder = data.resolve("native");
        try {
            empty(folder);
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("emptying " + folder, e);
        }
        System.setProperty(PLACE, folder.toString());
    }

    private static void empty(Path folder) throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.toList();
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path file : left) {
            Files.delete(file);
        }
    }
}
