package dev.baton.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads a stream to its end on a thread of its own and keeps at most so many bytes. */
final class Captured {
    private static final int BUFFER = 16 * 1024;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int bytesMax;
    private final Thread reader;
    private volatile boolean cut;

    private Captured(InputStream stream, int bytesMax, String name) {
        this.bytesMax = bytesMax;
        this.reader = Thread.ofVirtual().name(name).unstarted(() -> drain(stream));
    }

    static Captured of(InputStream stream, int bytesMax, String name) {
        Captured captured = new Captured(stream, bytesMax, name);
        captured.reader.start();
        return captured;
    }

    private void drain(InputStream stream) {
        byte[] buffer = new byte[BUFFER];
        try (stream) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                int room = Math.min(read, bytesMax - kept.size());
                kept.write(buffer, 0, room);
                cut |= room < read;
            }
        } catch (IOException closed) {
            cut = true; // The pipe was closed under us because the command was ended.
        }
    }

    /** Waits until the stream has ended; false if that takes longer than the bound. */
    boolean ended(Duration bound) throws InterruptedException {
        return reader.join(bound);
    }

    /** Only after {@link #ended}. */
    String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }

    boolean cut() {
        return cut;
    }
}
