package dev.baton.web;

import dev.baton.model.FailureCode;
import dev.baton.model.Redaction;
import dev.baton.model.TransientFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a growing file piece by piece, with one buffer, and hides secrets. A piece ends at a line
 * end where there is one, else where no secret is torn. For one thread.
 */
final class LogTail implements AutoCloseable {
    static final int PIECE_BYTES_MAX = 64 * 1024;

    private final Path file;
    private final Redaction redaction;
    private final ByteBuffer buffer = ByteBuffer.allocate(PIECE_BYTES_MAX);
    private long offset;
    private @Nullable SeekableByteChannel channel;

    /**
     * @param offset where a reader was; whatever it says, it does not begin inside a secret
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
            int length = last.open() ? last.fill() : 0;
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
            int length = fill();
            int cut = cut(length, complete);
            offset += cut;
            return redaction.apply(new String(buffer.array(), 0, cut, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** A run that has not written yet has no file; a link is not followed. */
    private boolean open() throws IOException {
        if (channel == null && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            channel = Files.newByteChannel(
                    file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            begin();
        }
        return channel != null;
    }

    private void begin() throws IOException {
        long before = Math.max(0, offset - PIECE_BYTES_MAX / 2);
        int place = (int) (offset - before);
        int length = fill(before);
        if (place < length) {
            offset = before + redaction.after(buffer.array(), length, place);
        }
    }

    private int fill() throws IOException {
        if (Objects.requireNonNull(channel).size() < offset) {
            offset = 0;
        }
        return fill(offset);
    }

    private int fill(long from) throws IOException {
        SeekableByteChannel open = Objects.requireNonNull(channel);
        open.position(from);
        buffer.clear();
        while (buffer.hasRemaining() && open.read(buffer) > 0) {
            // A short read is not the end.
        }
        return buffer.position();
    }

    private int cut(int length, boolean complete) {
        int lineEnd = after('\n', length);
        if (lineEnd > 0) {
            return lineEnd;
        }
        if (length == PIECE_BYTES_MAX) {
            int known = Math.max(length - redaction.bytesAhead(), length / 2);
            int space = after(' ', known);
            int cut = space > 0 ? space : wholeCharacters(known);
            int whole = redaction.before(buffer.array(), length, cut);
            return whole > 0 ? whole : redaction.after(buffer.array(), length, cut);
        }
        return complete ? redaction.beforeUnfinished(buffer.array(), length) : 0;
    }

    private int after(char wanted, int length) {
        for (int i = length; i > 0; i--) {
            if (buffer.get(i - 1) == wanted) {
                return i;
            }
        }
        return 0;
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
