package dev.baton.runs;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies a cache of the operator for a home of runs: plain files and folders only, each a file of
 * its own (cloned where the file system can), without the bits that give somebody else's powers.
 */
public final class CacheCopy extends SimpleFileVisitor<Path> {
    static final long BYTES_MAX = 2L << 30;
    static final long FILES_MAX = 200_000;
    private static final int DEPTH_MAX = 64;

    private final Path from;
    private final @Nullable Path to;
    private long files;
    private long bytes;

    private CacheCopy(Path from, @Nullable Path to) {
        this.from = from;
        this.to = to;
    }

    /** What came of it. */
    public sealed interface Answer {}

    public record Copied(long files, long bytes) implements Answer {}

    public record TooLarge(String why) implements Answer {}

    /**
     * @param to what an earlier copy left there is removed
     */
    public static Answer of(Path from, Path to) throws IOException {
        remove(to);
        Optional<String> problem = problem(from);
        if (problem.isPresent()) {
            return new TooLarge(problem.get());
        }
        CacheCopy copy = new CacheCopy(from, to);
        copy.walk();
        return new Copied(copy.files, copy.bytes);
    }

    /** Why it is not to be copied. */
    static Optional<String> problem(Path from) {
        CacheCopy count = new CacheCopy(from, null);
        try {
            count.walk();
        } catch (IOException e) {
            return Optional.of("cannot be read: " + e);
        }
        return count.over()
                ? Optional.of(
                        "is larger than " + (BYTES_MAX >> 30) + " GiB or " + FILES_MAX + " files")
                : Optional.empty();
    }

    private void walk() throws IOException {
        Files.walkFileTree(from, EnumSet.noneOf(FileVisitOption.class), DEPTH_MAX, this);
    }

    private boolean over() {
        return files > FILES_MAX || bytes > BYTES_MAX;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
            throws IOException {
        if (to != null) {
            Files.createDirectories(
                    place(to, folder),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (!attributes.isRegularFile()) {
            return FileVisitResult.CONTINUE;
        }
        files++;
        bytes += attributes.size();
        if (to != null) {
            copy(file, place(to, file), attributes);
        }
        return over() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    /** Somebody else's build may be at work there. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        return FileVisitResult.CONTINUE;
    }

    private Path place(Path target, Path file) {
        return target.resolve(from.relativize(file));
    }

    private static void copy(Path file, Path place, BasicFileAttributes attributes)
            throws IOException {
        try {
            Set<PosixFilePermission> bits = Files.getPosixFilePermissions(file);
            Files.copy(file, place);
            // Says all of the mode, so what gives the powers of its owner goes.
            Files.setPosixFilePermissions(
                    place,
                    PosixFilePermissions.fromString(
                            bits.contains(PosixFilePermission.OWNER_EXECUTE)
                                    ? "rwx------"
                                    : "rw-------"));
            Files.setLastModifiedTime(place, attributes.lastModifiedTime());
        } catch (NoSuchFileException gone) {
            Files.deleteIfExists(place);
        }
    }

    private static void remove(Path made) throws IOException {
        if (!Files.exists(made)) {
            return;
        }
        Files.walkFileTree(made, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                    throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                    throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
