package dev.baton.effects;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The end of a run's log, for people and for the next agent: bounded, redacted by value. */
final class LogTail {
    private static final int BYTES_MAX = 16 * 1024;
    private static final int LINES_MAX = 100;

    private final UnaryOperator<String> redact;

    LogTail(UnaryOperator<String> redact) {
        this.redact = redact;
    }

    /** A log that cannot be read is said, not thrown: the end of the command counts without it. */
    String of(Path log) {
        if (!Files.isRegularFile(log, LinkOption.NOFOLLOW_LINKS)) {
            return "(no log)";
        }
        try (SeekableByteChannel channel = Files.newByteChannel(
                log, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            // More than is shown, so that a secret across the cut is redacted as a whole.
            long begin = Math.max(0, channel.size() - 4L * BYTES_MAX);
            channel.position(begin);
            ByteBuffer bytes = ByteBuffer.allocate(4 * BYTES_MAX);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            String text = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
            // A line whose beginning was not read may begin in the middle of a secret.
            return cut(redact.apply(begin == 0 ? text : text.substring(text.indexOf('\n') + 1)));
        } catch (IOException cause) {
            return "(the log could not be read: " + cause.getMessage() + ")";
        }
    }

    private static String cut(String text) {
        String end = text.length() > BYTES_MAX ? text.substring(text.length() - BYTES_MAX) : text;
        List<String> lines = end.lines().toList();
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - LINES_MAX), lines.size()));
    }
}
