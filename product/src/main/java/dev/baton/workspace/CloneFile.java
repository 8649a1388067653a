package dev.baton.workspace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Reads a small text file below a folder that is not trusted: each part of the path is opened
 * relative to the one before and must not be a link, so nobody can lead the reader elsewhere, not
 * even by renaming folders meanwhile.
 */
final class CloneFile {
    private static final Set<OpenOption> READ =
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private CloneFile() {}

    /** What was found. */
    sealed interface Content {}

    record Text(String text) implements Content {}

    record Missing() implements Content {}

    /** There, but not to be read; {@code why} continues "it ". */
    record Refused(String why) implements Content {}

    static Content read(Path root, String relative, int bytesMax) {
        List<String> parts = Arrays.asList(relative.split("/", -1));
        if (parts.stream().anyMatch(p -> p.isEmpty() || p.equals("..") || p.indexOf('\0') >= 0)) {
            return new Refused("has a path that could lead out of the clone");
        }
        Content content = inFolder(
                root,
                parts.subList(0, parts.size() - 1),
                folder -> file(folder, Path.of(parts.getLast()), bytesMax));
        return content instanceof Text ? unlessShared(root.resolve(relative), content) : content;
    }

    /**
     * A hard link brings a file of the server under a name of the agent. The count cannot be asked
     * relative to a folder; a file that was exchanged meanwhile has been read safely already.
     */
    private static Content unlessShared(Path file, Content content) {
        try {
            int names = (Integer) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
            return names == 1 ? content : new Refused("has " + names + " names (hard links)");
        } catch (NoSuchFileException gone) {
            return new Missing();
        } catch (IOException cause) {
            throw Folders.failed("read", file, cause);
        }
    }

    /** Names in a folder below the root; empty if it is missing or is no plain folder. */
    static List<String> list(Path root, String relative, int namesMax) {
        List<String> names = new ArrayList<>();
        inFolder(root, Arrays.asList(relative.split("/")), folder -> {
            for (Path entry : folder) {
                if (names.size() < namesMax) {
                    names.add(entry.getFileName().toString());
                }
            }
            return new Missing();
        });
        return names;
    }

    /** What is done with a folder once it is open. */
    private interface Reading {
        Content in(SecureDirectoryStream<Path> folder) throws IOException;
    }

    private static Content inFolder(Path root, List<String> parts, Reading reading) {
        if (!Folders.isFolder(root)) {
            return new Missing();
        }
        try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
            if (!(top instanceof SecureDirectoryStream<Path> secure)) {
                throw new IOException(
                        "expected a file system that opens files relative to folders");
            }
            return descend(secure, parts, reading);
        } catch (NoSuchFileException gone) {
            return new Missing();
        } catch (IOException cause) {
            throw Folders.failed("read", root, cause);
        }
    }

    private static Content descend(
            SecureDirectoryStream<Path> in, List<String> parts, Reading reading)
            throws IOException {
        if (parts.isEmpty()) {
            return reading.in(in);
        }
        Path name = Path.of(parts.getFirst());
        BasicFileAttributes attributes = in.getFileAttributeView(
                        name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        if (!attributes.isDirectory()) {
            return new Refused(
                    "lies behind " + name + ", which is " + kind(attributes) + ", not a folder");
        }
        try (SecureDirectoryStream<Path> folder =
                in.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            return descend(folder, parts.subList(1, parts.size()), reading);
        } catch (NotDirectoryException replaced) {
            return new Refused("lies behind " + name + ", which was replaced while it was read");
        }
    }

    private static Content file(SecureDirectoryStream<Path> folder, Path name, int bytesMax)
            throws IOException {
        BasicFileAttributes attributes = folder.getFileAttributeView(
                        name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        // Before opening: to open a named pipe is to wait for its writer.
        if (!attributes.isRegularFile()) {
            return new Refused("is " + kind(attributes) + ", not an ordinary file");
        }
        if (attributes.size() > bytesMax) {
            return new Refused(
                    "is larger than " + bytesMax / 1024 + " KiB (" + attributes.size() + " bytes)");
        }
        ByteBuffer bytes = ByteBuffer.allocate(bytesMax);
        try (SeekableByteChannel channel = folder.newByteChannel(name, READ)) {
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        }
        try {
            return new Text(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException binary) {
            return new Refused("is not UTF-8 text");
        }
    }

    private static String kind(BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return "a symbolic link";
        }
        if (attributes.isDirectory()) {
            return "a folder";
        }
        return attributes.isRegularFile() ? "a file" : "a pipe, socket or device";
    }
}
