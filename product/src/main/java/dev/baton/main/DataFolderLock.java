package dev.baton.main;

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
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * One server per data folder: a lock of the operating system, held for the life of the process.
 * Safety does not depend on it (epochs do that); it saves two servers from fighting.
 */
final class DataFolderLock implements AutoCloseable {
    private final FileChannel channel;

    private DataFolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Makes the folder, before anything else writes there: what people ask for and what agents
     * print is nobody else's business.
     */
    static void make(Path data) {
        try {
            Files.createDirectories(
                    data,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            if (!Files.isWritable(data)) {
                throw new AccessDeniedException(data.toString());
            }
        } catch (IOException e) {
            throw notWritable(data, e);
        }
    }

    static DataFolderLock take(Path data) {
        make(data);
        Path file = data.resolve("server.lock");
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
