package dev.baton.workspace;

import dev.baton.model.FailureCode;
import dev.baton.model.TransientFailure;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Moves and deletes folders that may hold anything, without ever following a link in them. */
public final class Folders {
    private Folders() {}

    static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException cause) {
            throw failed("make", folder, cause);
        }
    }

    static void touch(Path file) {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException there) {
            return;
        } catch (IOException cause) {
            throw failed("make", file, cause);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException cause) {
            throw failed("write", file, cause);
        }
    }

    static void append(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.APPEND);
        } catch (IOException cause) {
            throw failed("write", file, cause);
        }
    }

    static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** A rename: a link is moved, not what it points at. */
    static void move(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException cause) {
            throw failed("move within one file system", from, cause);
        } catch (IOException cause) {
            throw failed("move", from, cause);
        }
    }

    /** Deletes a folder with all in it, or a file or link itself; fine if there is nothing. */
    public static void delete(Path path) {
        try {
            Removal.of(path);
        } catch (NoSuchFileException gone) {
            return;
        } catch (IOException cause) {
            throw failed("delete", path, cause);
        }
    }

    static TransientFailure failed(String verb, Path path, IOException cause) {
        return new TransientFailure(
                FailureCode.DISK, path + ": expected to " + verb + " it, found " + cause, cause);
    }
}
