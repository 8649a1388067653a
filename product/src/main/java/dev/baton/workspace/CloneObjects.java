package dev.baton.workspace;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks the object folder of a clone before anything in it is read: only plain files, not too much.
 */
final class CloneObjects extends SimpleFileVisitor<Path> {
    private static final int FILES_MAX = 500_000;

    /** Git goes no deeper, and each level is an open folder; a folder further down is no file. */
    private static final int DEPTH_MAX = 4;

    private final long bytesMax;
    private long bytes;
    private int files;
    private @Nullable String problem;

    private CloneObjects(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** What speaks against reading it; empty = nothing. */
    static Optional<String> problem(Path objects, long bytesMax) {
        CloneObjects walk = new CloneObjects(bytesMax);
        walk.over(objects);
        return Optional.ofNullable(walk.problem);
    }

    static long bytes(Path objects) {
        CloneObjects walk = new CloneObjects(Long.MAX_VALUE);
        walk.over(objects);
        return walk.bytes;
    }

    private void over(Path objects) {
        try {
            Files.walkFileTree(objects, EnumSet.noneOf(FileVisitOption.class), DEPTH_MAX, this);
        } catch (IOException cause) {
            throw Folders.failed("walk", objects, cause);
        }
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        files++;
        bytes += attributes.size();
        if (!attributes.isRegularFile()) {
            problem = "its objects hold " + file.getFileName() + ", which is no ordinary file";
        } else if (bytes > bytesMax || files > FILES_MAX) {
            problem = "its objects are more than " + FILES_MAX + " files or " + bytesMax + " bytes";
        }
        return problem == null ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }
}
