package dev.baton.runs.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that runs write to, entered part by part and never over a link, so that no run leads the
 * server elsewhere, not even while it looks. What is put into it is made aside and moved in.
 *
 * @param aside on the same file system, and out of the reach of runs
 */
record RunFolder(Path folder, Path aside) {
    private static final Set<PosixFilePermission> OPEN =
            PosixFilePermissions.fromString("rwx------");
    private static final Path FRESH = Path.of("fresh");

    /** What is done in a folder that is open. */
    private interface Work<T> {
        T in(SecureDirectoryStream<Path> folder) throws IOException;
    }

    /** Whether there is anything of that name, or on the way to it, that is no folder. */
    boolean has(Path relative) throws IOException {
        try (SecureDirectoryStream<Path> top = open(folder)) {
            return has(top, relative);
        }
    }

    private static boolean has(SecureDirectoryStream<Path> in, Path relative) throws IOException {
        Optional<BasicFileAttributes> found = look(in, relative.getName(0));
        if (relative.getNameCount() == 1
                || found.filter(BasicFileAttributes::isDirectory).isEmpty()) {
            return found.isPresent();
        }
        try (SecureDirectoryStream<Path> next =
                in.newDirectoryStream(relative.getName(0), LinkOption.NOFOLLOW_LINKS)) {
            return has(next, relative.subpath(1, relative.getNameCount()));
        }
    }

    /** Makes sure that there is a folder; what is there and is none is removed. */
    void folder(Path relative) throws IOException {
        within(relative, in -> ensureFolder(in, relative.getFileName()));
    }

    /** Makes sure that there is a file; a link is replaced. */
    void file(Path relative) throws IOException {
        within(relative, in -> {
            Optional<BasicFileAttributes> found = look(in, relative.getFileName());
            if (found.filter(BasicFileAttributes::isRegularFile).isEmpty()) {
                put(in, relative.getFileName(), "", Instant.EPOCH);
            }
            return true;
        });
    }

    /** Writes it, unless what is there was changed as late, or later. */
    void write(Path relative, String text, Instant changed) throws IOException {
        Instant time = changed.truncatedTo(ChronoUnit.MILLIS);
        within(relative, in -> {
            boolean newer = look(in, relative.getFileName())
                    .filter(found -> !found.isSymbolicLink())
                    .filter(found -> !found.lastModifiedTime().toInstant().isBefore(time))
                    .isPresent();
            return newer || put(in, relative.getFileName(), text, time);
        });
    }

    /** Moves a folder from aside to where nothing is yet. */
    void moveIn(Path made, Path relative) throws IOException {
        within(relative, in -> {
            try (SecureDirectoryStream<Path> from = open(aside)) {
                from.move(made.getFileName(), in, relative.getFileName());
            }
            return true;
        });
    }

    private void within(Path relative, Work<Boolean> work) throws IOException {
        try (SecureDirectoryStream<Path> top = open(folder)) {
            boolean _ = descend(top, relative, work);
        }
    }

    private boolean descend(SecureDirectoryStream<Path> in, Path relative, Work<Boolean> work)
            throws IOException {
        if (relative.getNameCount() == 1) {
            return work.in(in);
        }
        boolean _ = ensureFolder(in, relative.getName(0));
        try (SecureDirectoryStream<Path> next =
                in.newDirectoryStream(relative.getName(0), LinkOption.NOFOLLOW_LINKS)) {
            return descend(next, relative.subpath(1, relative.getNameCount()), work);
        }
    }

    private boolean ensureFolder(SecureDirectoryStream<Path> in, Path name) throws IOException {
        Optional<BasicFileAttributes> found = look(in, name);
        boolean folder = found.filter(BasicFileAttributes::isDirectory).isPresent();
        if (folder && isOpen(in, name)) {
            return false;
        }
        if (folder) {
            putAside(in, name);
        } else if (found.isPresent()) {
            in.deleteFile(name);
        }
        // A folder cannot be made relative to an open one, but it can be moved there.
        Files.createDirectories(aside.resolve(FRESH));
        Files.setPosixFilePermissions(aside.resolve(FRESH), OPEN);
        try (SecureDirectoryStream<Path> from = open(aside)) {
            from.move(FRESH, in, name);
        }
        return true;
    }

    private static boolean isOpen(SecureDirectoryStream<Path> in, Path name) throws IOException {
        return in.getFileAttributeView(
                        name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .permissions()
                .containsAll(OPEN);
    }

    /** One that a run closed keeps later ones from nothing: it stays under another name. */
    private static void putAside(SecureDirectoryStream<Path> in, Path name) throws IOException {
        int n = 1;
        while (look(in, Path.of(name + ".closed-" + n)).isPresent()) {
            n++;
        }
        in.move(name, in, Path.of(name + ".closed-" + n));
    }

    private boolean put(SecureDirectoryStream<Path> in, Path name, String text, Instant changed)
            throws IOException {
        Path fresh = aside.resolve("file");
        Files.deleteIfExists(fresh);
        try {
            Files.createFile(
                    fresh,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            throw new IOException(fresh + ": expected to be alone here", e);
        }
        Files.writeString(fresh, text);
        Files.setLastModifiedTime(fresh, FileTime.from(changed));
        try (SecureDirectoryStream<Path> from = open(aside)) {
            from.move(fresh.getFileName(), in, name);
        }
        return true;
    }

    private static Optional<BasicFileAttributes> look(SecureDirectoryStream<Path> in, Path name)
            throws IOException {
        try {
            return Optional.of(in.getFileAttributeView(
                            name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes());
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("StreamResourceLeak") // The caller closes it.
    private static SecureDirectoryStream<Path> open(Path path) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(path);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("expected a file system that opens folders relative to others");
    }
}
