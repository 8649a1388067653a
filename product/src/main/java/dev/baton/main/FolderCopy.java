package dev.baton.main;

import dev.baton.workspace.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A folder taken to another file system: copied aside, written to the disk, renamed, and only then
 * deleted where it was.
 */
final class FolderCopy {
    /** In the copy: what it is one of. */
    private static final String MARK = "moved-from";

    private final Path from;
    private final Path to;

    FolderCopy(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    /**
     * @param last done to the copy before it gets its name
     */
    void make(Consumer<Path> last) throws IOException {
        Path aside = to.resolveSibling(to.getFileName() + ".moving");
        Folders.delete(aside);
        copy(aside);
        Files.writeString(aside.resolve(MARK), from + "\n");
        sync(aside.resolve(MARK));
        last.accept(aside);
        sync(aside);
        Files.move(aside, to, StandardCopyOption.ATOMIC_MOVE);
        sync(to.resolveSibling(""));
    }

    /** Whether one folder is a finished copy of the other, which is only not deleted yet. */
    static boolean of(Path from, Path copy) {
        try {
            Path mark = copy.resolve(MARK);
            return Files.exists(mark) && Files.readString(mark).strip().equals(from.toString());
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Deletes what was copied; nothing to do where it was renamed. */
    static void finish(Path from, Path copy) throws IOException {
        if (of(from, copy)) {
            Folders.delete(from);
            Files.deleteIfExists(copy.resolve(MARK));
        }
    }

    private void copy(Path aside) throws IOException {
        Files.walkFileTree(from, new Copying(from, aside));
    }

    /** One walk, which writes what it meets. */
    private static final class Copying extends SimpleFileVisitor<Path> {
        private final Path from;
        private final Path aside;

        Copying(Path from, Path aside) {
            this.from = from;
            this.aside = aside;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
            Files.createDirectory(
                    at(folder),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            // A pipe that an agent left in its clone would be read for ever.
            if (!attributes.isOther()) {
                Files.copy(
                        file,
                        at(file),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        LinkOption.NOFOLLOW_LINKS);
            }
            if (attributes.isRegularFile()) {
                sync(at(file));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
                throws IOException {
            if (failed != null) {
                throw failed;
            }
            Files.setPosixFilePermissions(at(folder), Files.getPosixFilePermissions(folder));
            return FileVisitResult.CONTINUE;
        }

        private Path at(Path original) {
            return aside.resolve(from.relativize(original));
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
