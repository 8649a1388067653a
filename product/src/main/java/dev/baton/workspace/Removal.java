package dev.baton.workspace;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes a folder that may hold anything, of any depth, with three open folders and no recursion,
 * and never over a link. A folder in a folder of the top is moved up to the top before the one that
 * held it is removed, so nothing is ever further away than two steps.
 */
final class Removal {
    private static final Set<PosixFilePermission> OWNERS =
            PosixFilePermissions.fromString("rwx------");

    private final SecureDirectoryStream<Path> parent;
    private final Path path;
    private final Path name;
    private long moved;

    private Removal(SecureDirectoryStream<Path> parent, Path path) {
        this.parent = parent;
        this.path = path;
        this.name = path.getFileName();
    }

    /**
     * @throws NoSuchFileException if the folder that should hold it is not there
     */
    @SuppressWarnings("StreamResourceLeak") // It is the same stream, and closed.
    static void of(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        try (SecureDirectoryStream<Path> parent =
                secure(Files.newDirectoryStream(absolute.getParent()))) {
            new Removal(parent, absolute).run();
        }
    }

    private void run() throws IOException {
        BasicFileAttributes found = look(parent, name);
        if (found == null) {
            return;
        }
        if (!found.isDirectory()) {
            parent.deleteFile(name);
            return;
        }
        for (boolean more = true; more; ) {
            // Opened anew: what was moved up may or may not be listed by one that is open.
            try (SecureDirectoryStream<Path> top = open(parent, name, path)) {
                more = false;
                for (Path entry : top) {
                    more = true;
                    remove(top, entry.getFileName());
                }
            }
        }
        parent.deleteDirectory(name);
    }

    private void remove(SecureDirectoryStream<Path> top, Path entry) throws IOException {
        BasicFileAttributes found = look(top, entry);
        if (found == null) {
            return;
        }
        if (!found.isDirectory()) {
            deleteFile(top, entry);
            return;
        }
        Path folder = path.resolve(entry);
        try (SecureDirectoryStream<Path> inside = open(top, entry, folder)) {
            for (Path below : inside) {
                Path child = below.getFileName();
                BasicFileAttributes kind = look(inside, child);
                if (kind != null && kind.isDirectory()) {
                    moveUp(inside, child, top, folder);
                } else if (kind != null) {
                    deleteFile(inside, child);
                }
            }
        }
        try {
            top.deleteDirectory(entry);
        } catch (DirectoryNotEmptyException more) {
            // What a listing left out is met in the next round.
            return;
        }
    }

    private static void deleteFile(SecureDirectoryStream<Path> in, Path file) throws IOException {
        try {
            in.deleteFile(file);
        } catch (NoSuchFileException gone) {
            return;
        }
    }

    /** Every name may be taken by what is there; each of those costs whoever made it as much. */
    private void moveUp(
            SecureDirectoryStream<Path> inside,
            Path child,
            SecureDirectoryStream<Path> top,
            Path folder)
            throws IOException {
        // To be moved a folder has to be writable itself.
        unlock(inside, child, folder.resolve(child));
        while (true) {
            Path place = Path.of(".baton-removed-" + moved++);
            try {
                inside.move(child, top, place);
                return;
            } catch (NoSuchFileException gone) {
                return;
            } catch (FileSystemException failed) {
                if (look(top, place) == null) {
                    throw failed;
                }
            }
        }
    }

    private static SecureDirectoryStream<Path> open(
            SecureDirectoryStream<Path> in, Path folder, Path path) throws IOException {
        unlock(in, folder, path);
        return in.newDirectoryStream(folder, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Builds leave folders that are not writable, or not even readable. Such a one can only be
     * changed by its path; no run lives any more that could put a link there after the look.
     */
    private static void unlock(SecureDirectoryStream<Path> in, Path folder, Path path)
            throws IOException {
        PosixFileAttributes found = in.getFileAttributeView(
                        folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        if (found.isDirectory() && !found.permissions().containsAll(OWNERS)) {
            Files.setPosixFilePermissions(path, OWNERS);
        }
    }

    private static @Nullable BasicFileAttributes look(SecureDirectoryStream<Path> in, Path entry)
            throws IOException {
        try {
            return in.getFileAttributeView(
                            entry, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
            throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("expected a file system that opens folders relative to others");
    }
}
