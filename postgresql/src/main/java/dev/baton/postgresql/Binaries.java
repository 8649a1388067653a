package dev.baton.postgresql;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** The server as it comes in the jar of binaries: initdb, pg_ctl, postgres and what they need. */
final class Binaries {
    private static final int EXECUTABLE = 0b001_001_001;

    private Binaries() {}

    /**
     * Unpacks them for everybody to read, whatever the umask.
     *
     * @param architecture as Java names it
     */
    static void unpack(String architecture, Path folder) throws IOException {
        String name =
                "postgres-linux-" + (architecture.equals("amd64") ? "x86_64" : "arm_64") + ".txz";
        try (InputStream packed = Binaries.class.getResourceAsStream("/" + name)) {
            if (packed == null) {
                throw new CannotStart(
                        "embedded PostgreSQL: expected " + name + " in the class path for "
                                + architecture + ", found none",
                        "store.url of a server of your own, see docs/configuration.md");
            }
            unpack(packed, folder);
        }
    }

    private static void unpack(InputStream packed, Path folder) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new XZCompressorInputStream(new BufferedInputStream(packed)))) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("expected " + entry.getName() + " to stay in the folder");
                }
                put(tar, entry, folder, target);
                entry = tar.getNextEntry();
            }
        }
    }

    private static void put(
            TarArchiveInputStream tar, TarArchiveEntry entry, Path folder, Path target)
            throws IOException {
        if (entry.isDirectory()) {
            folders(folder, target);
            return;
        }
        folders(folder, target.resolveSibling(""));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            mode(target, (entry.getMode() & EXECUTABLE) != 0);
        }
    }

    /** Makes the folder and those above it, down from the first, which is there. */
    private static void folders(Path first, Path folder) throws IOException {
        Path at = first;
        for (Path name : first.relativize(folder)) {
            at = at.resolve(name);
            if (!Files.isDirectory(at)) {
                Files.createDirectory(at);
                mode(at, true);
            }
        }
    }

    private static void mode(Path file, boolean executable) throws IOException {
        Files.setPosixFilePermissions(
                file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /** Whatever was unpacked there. */
    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                    throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
