package dev.baton.git;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reads any number of objects of a repository with one process, {@code git cat-file}: asked for one
 * after the other, never held whole. For one thread.
 */
public final class GitObjects implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    private static final int LINE_MAX = 4 * 1024;
    private static final Duration KILL_GRACE = Duration.ofSeconds(2);

    private final GitCommand command;
    private final Duration bound;
    private final Process process;
    private final InputStream answers;
    private final OutputStream questions;
    private final Captured err;
    private final Thread watch;
    private volatile boolean late;

    GitObjects(GitCommand command, Duration bound, Process process, int errBytesMax) {
        this.command = command;
        this.bound = bound;
        this.process = process;
        this.answers = new BufferedInputStream(process.getInputStream(), BUFFER);
        this.questions = process.getOutputStream();
        this.err = Captured.of(process.getErrorStream(), errBytesMax, "git-err");
        this.watch = Thread.ofVirtual().name("git-objects").start(this::endWhenLate);
    }

    /**
     * An object.
     *
     * @param type commit, tree, blob or tag
     */
    public record Header(String id, String type, long size) {}

    /** Takes the content of an object, part by part. */
    @FunctionalInterface
    public interface Sink {
        void take(byte[] buffer, int length);
    }

    /** What a name or an expression such as {@code ID^1} means; empty if there is no such thing. */
    public Optional<Header> info(String name) {
        ask("info", name);
        return header();
    }

    /** Hands on the content; empty if there is no such object. */
    public Optional<Header> contents(String name, Sink sink) {
        ask("contents", name);
        Optional<Header> header = header();
        header.ifPresent(found -> content(found.size(), sink));
        return header;
    }

    /** The content up to a bound, and never more of it. */
    public Optional<byte[]> bytes(String name, int bytesMax) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        return contents(
                        name,
                        (buffer, length) ->
                                kept.write(buffer, 0, Math.min(length, bytesMax - kept.size())))
                .map(_ -> kept.toByteArray());
    }

    private void ask(String verb, String name) {
        if (name.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("object: expected a name of one line");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw failed("interrupted");
        }
        try {
            questions.write((verb + " " + name + "\n").getBytes(StandardCharsets.UTF_8));
            questions.flush();
        } catch (IOException closed) {
            throw failed("expected it to read a question, found its end");
        }
    }

    /** {@code ID TYPE SIZE}, or the name and {@code missing}. */
    private Optional<Header> header() {
        String line = line();
        String[] words = line.split(" ", -1);
        if (words.length == 3 && words[2].chars().allMatch(Character::isDigit)) {
            return Optional.of(new Header(words[0], words[1], Long.parseLong(words[2])));
        }
        if (line.endsWith(" missing")) {
            return Optional.empty();
        }
        throw failed("expected an object or that it is missing, found '" + line + "'");
    }

    private String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = read(); next != '\n'; next = read()) {
            if (line.size() == LINE_MAX) {
                throw failed("expected a line, found more than " + LINE_MAX + " bytes of one");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private int read() {
        try {
            int next = answers.read();
            if (next >= 0) {
                return next;
            }
        } catch (IOException closed) {
            throw failed("expected an answer, found it closed");
        }
        throw failed("expected an answer, found its end");
    }

    private void content(long size, Sink sink) {
        byte[] buffer = new byte[BUFFER];
        long left = size;
        try {
            while (left > 0) {
                int read = answers.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw failed("expected " + size + " bytes, found " + left + " less");
                }
                sink.take(buffer, read);
                left -= read;
            }
        } catch (IOException closed) {
            throw failed("expected " + size + " bytes, found it closed");
        }
        int _ = read(); // The line break after it.
    }

    private void endWhenLate() {
        try {
            if (!process.waitFor(bound.toNanos(), TimeUnit.NANOSECONDS)) {
                late = true;
                ProcessTree.end(process, KILL_GRACE);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private GitFailure failed(String why) {
        if (late) {
            return Git.stopped(command, "expected an end within " + bound + ", found none");
        }
        String said = process.isAlive() ? "" : ": " + err.text().strip();
        return Git.stopped(command, why + said);
    }

    @Override
    public void close() {
        watch.interrupt();
        ProcessTree.end(process, KILL_GRACE);
    }
}
