package dev.baton.web;

import dev.baton.model.FailureCode;
import dev.baton.model.TransientFailure;
import dev.baton.text.Redaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a growing file piece by piece, with one buffer, and hides secrets. A piece ends at a line
 * end where there is one, but never in a secret nor in what may become one; a secret that begins in
 * the piece before is known from there. For one thread.
 */
final class LogTail implements AutoCloseable {
    static final int PIECE_BYTES_MAX = 64 * 1024;

    private final Path file;
    private final Redaction redaction;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(Redaction.REACH_BYTES_MAX + PIECE_BYTES_MAX);
    private long offset;
    private boolean joined;
    private @Nullable SeekableByteChannel channel;

    /**
     * @param offset where a reader was, whatever it says: of a secret there the rest is hidden
     */
    LogTail(Path file, long offset, Redaction redaction) {
        this.file = file;
        this.redaction = redaction;
        this.offset = offset;
    }

    /** Where the last piece of a file begins: at a line, or at the end if no line begins there. */
    static long startOfLast(Path file) {
        long start = sizeOf(file) - PIECE_BYTES_MAX;
        if (start <= 0) {
            return 0;
        }
        try (LogTail last = new LogTail(file, start, Redaction.NONE)) {
            int length = last.open() ? last.fill(start, PIECE_BYTES_MAX) : 0;
            int first = 0;
            while (first < length && last.buffer.get(first) != '\n') {
                first++;
            }
            return start + Math.min(first + 1, length);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static TransientFailure unreadable(Path file, IOException e) {
        return new TransientFailure(
                FailureCode.DISK,
                "log " + file.getFileName() + ": expected a readable file, found " + e,
                e);
    }

    long offset() {
        return offset;
    }

    /**
     * The next piece, empty if there is none now.
     *
     * @param complete nothing will be added any more, so a last line without an end is a piece
     */
    String next(boolean complete) {
        try {
            if (!open()) {
                return "";
            }
            if (Objects.requireNonNull(channel).size() < offset) {
                offset = 0;
            }
            int start = (int) Math.min(offset, Redaction.REACH_BYTES_MAX);
            int length = fill(offset - start, start + PIECE_BYTES_MAX);
            if (length <= start) {
                return "";
            }
            Redaction.Secrets secrets = redaction.find(buffer.array(), length);
            int cut = cut(secrets, start, length, complete);
            // Where a reader joins inside of a secret, there is nothing of it to mark.
            int from = joined ? start : Math.min(cut, secrets.after(start));
            joined |= cut > start;
            offset += cut - start;
            return secrets.hide(from, cut);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** A run that has not written yet has no file; a link is not followed. */
    private boolean open() throws IOException {
        if (channel == null && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            channel = Files.newByteChannel(
                    file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        }
        return channel != null;
    }

    private int fill(long from, int bytesMax) throws IOException {
        SeekableByteChannel open = Objects.requireNonNull(channel);
        open.position(from);
        buffer.clear().limit(bytesMax);
        while (buffer.hasRemaining() && open.read(buffer) > 0) {
            // A short read is not the end.
        }
        return buffer.position();
    }

    /** Where the piece ends that begins at start: there, if there is none. */
    private int cut(Redaction.Secrets secrets, int start, int length, boolean complete) {
        int lineEnd = after('\n', start, length);
        int open = complete ? secrets.settled() : secrets.telling();
        if (lineEnd > start) {
            return whole(secrets, start, Math.min(lineEnd, open));
        }
        if (length - start == PIECE_BYTES_MAX) {
            int known = secrets.begun();
            int space = after(' ', start, known);
            return whole(secrets, start, space > start ? space : wholeCharacters(known));
        }
        return complete ? Math.max(start, open) : start;
    }

    /** Not inside of a secret: before it, or after it if the piece begins with it. */
    private static int whole(Redaction.Secrets secrets, int start, int cut) {
        int before = secrets.before(cut);
        return before > start ? before : Math.max(start, secrets.after(cut));
    }

    private int after(char wanted, int start, int length) {
        for (int i = length; i > start; i--) {
            if (buffer.get(i - 1) == wanted) {
                return i;
            }
        }
        return start;
    }

    /** Leaves an unfinished UTF-8 sequence at the end for the next piece. */
    private int wholeCharacters(int length) {
        for (int i = 1; i <= 3; i++) {
            int b = buffer.get(length - i) & 0xff;
            if (b >= 0xc0) {
                return length - i;
            }
            if (b < 0x80) {
                return length;
            }
        }
        return length;
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new TransientFailure(
                    FailureCode.DISK, "log " + file.getFileName() + ": cannot be closed: " + e, e);
        }
    }
}
