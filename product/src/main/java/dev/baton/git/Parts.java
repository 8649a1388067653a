package dev.baton.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/** Hands on what a command prints, part by part between NUL bytes, until that is enough. */
final class Parts {
    private static final int BUFFER = 16 * 1024;

    /** Longer than any path that a file system takes. */
    private static final int PART_BYTES_MAX = 64 * 1024;

    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private final Predicate<String> more;
    private final Runnable enough;
    private final Thread reader;
    private volatile boolean stopped;

    private Parts(InputStream stream, Predicate<String> more, Runnable enough) {
        this.more = more;
        this.enough = enough;
        this.reader = Thread.ofVirtual().name("git-parts").unstarted(() -> read(stream));
    }

    /**
     * @param more answers, on another thread, whether the next part is wanted
     * @param enough ends the command
     */
    static Parts of(InputStream stream, Predicate<String> more, Runnable enough) {
        Parts parts = new Parts(stream, more, enough);
        parts.reader.start();
        return parts;
    }

    private void read(InputStream stream) {
        byte[] buffer = new byte[BUFFER];
        try (stream) {
            for (int read = stream.read(buffer);
                    read >= 0 && !stopped;
                    read = stream.read(buffer)) {
                for (int i = 0; i < read && !stopped; i++) {
                    take(buffer[i]);
                }
            }
        } catch (IOException closed) {
            stopped = true; // The pipe was closed under us because the command was ended.
        }
        if (stopped) {
            enough.run();
        }
    }

    private void take(byte next) {
        if (next != 0) {
            part.write(next);
            stopped = part.size() > PART_BYTES_MAX;
            return;
        }
        stopped = !more.test(part.toString(StandardCharsets.UTF_8));
        part.reset();
    }

    boolean ended(Duration bound) throws InterruptedException {
        return reader.join(bound);
    }

    /** Only after {@link #ended}: whether somebody had enough. */
    boolean stopped() {
        return stopped;
    }
}
