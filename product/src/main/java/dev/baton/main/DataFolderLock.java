package dev.baton.main;

import dev.baton.config.DataFolder;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server per data folder: a lock of the operating system, held for the life of the process.
 * Safety does not depend on it (epochs do that); it saves two servers from fighting.
 */
final class DataFolderLock implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DataFolderLock.class);
    private static final String LOCK = "server.lock";
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            PosixFilePermissions.fromString("----w--w-");

    private final FileChannel channel;

    private DataFolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Makes the folder, before anything else writes there: what people ask for and what agents
     * print is nobody else's business. One that is there has to be this user's, and in a checkout
     * no link: who can replace it has the server read what he likes.
     */
    static void make(Path data) {
        try {
            if (Files.isSymbolicLink(data)
                    && DataFolder.checkout(data.resolveSibling("")).isPresent()) {
                throw linked(data);
            }
            Files.createDirectories(data, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            if (!Files.isWritable(data)) {
                throw new AccessDeniedException(data.toString());
            }
            ours(data);
            closed(data);
        } catch (IOException e) {
            throw notWritable(data, e);
        }
    }

    static DataFolderLock take(Path data) {
        make(data);
        Path file = data.resolve(LOCK);
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                String holder = Files.readString(file).strip();
                channel.close();
                throw new PermanentFailure(
                        FailureCode.SETTINGS,
                        "data folder " + data + ": expected no other server on it, found one"
                                + (holder.isEmpty() ? "" : " (pid " + holder + ")")
                                + ". Next: stop it, or use another server.data");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(
                    (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new DataFolderLock(channel);
        } catch (IOException e) {
            throw notWritable(data, e);
        }
    }

    private static PermanentFailure linked(Path data) throws IOException {
        return new PermanentFailure(
                FailureCode.SETTINGS,
                "data folder " + data + ": expected a folder, found a link in a checkout, to "
                        + Files.readSymbolicLink(data) + ". Next: set server.data in baton.yaml to "
                        + data.toRealPath());
    }

    private static void ours(Path data) throws IOException {
        Object owner = Files.getAttribute(data, "unix:uid");
        if (!owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            throw new PermanentFailure(
                    FailureCode.SETTINGS,
                    "data folder " + data + ": expected it to belong to "
                            + System.getProperty("user.name") + ", found "
                            + Files.getOwner(data).getName() + ". Next: ls -ld " + data
                            + "; start the server as that user, or use another server.data");
        }
    }

    /** Others must not write there at all; where they can only read, it is ours to close. */
    private static void closed(Path data) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(data);
        if (!Collections.disjoint(mode, OTHERS_WRITE)) {
            throw new PermanentFailure(
                    FailureCode.SETTINGS,
                    "data folder " + data + ": expected mode rwx------, found "
                            + PosixFilePermissions.toString(mode)
                            + ": others can put files there. Next: look what is in it, then chmod"
                            + " 700 " + data);
        }
        if (!OWNER_ONLY.containsAll(mode) && (Files.exists(data.resolve(LOCK)) || empty(data))) {
            Files.setPosixFilePermissions(data, OWNER_ONLY);
            log.warn(
                    "data folder {}: expected mode rwx------, found {}; set it",
                    data,
                    PosixFilePermissions.toString(mode));
        }
    }

    private static boolean empty(Path data) throws IOException {
        try (Stream<Path> entries = Files.list(data)) {
            return entries.findAny().isEmpty();
        }
    }

    private static PermanentFailure notWritable(Path data, IOException e) {
        String found = switch (e) {
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case FileSystemException other -> other.getFile() + ": " + other.getReason();
            default -> String.valueOf(e.getMessage());
        };
        return new PermanentFailure(
                FailureCode.DISK,
                "data folder " + data + ": expected a folder this user can write, found " + found
                        + ". Next: ls -ld " + data + "; df " + data,
                e);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
