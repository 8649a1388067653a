package dev.baton.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * A command that is given so long, and is ended with all it started when that is over. Its output
 * goes to a file, so that a process it leaves behind cannot keep anybody waiting.
 */
final class TimedCommand {
    private static final long STEP_MILLIS = 100;
    private static final int TAIL_BYTES = 8 * 1024;

    private final LongSupplier nanos;
    private final BooleanSupplier asked;

    /**
     * @param nanos monotonic time
     * @param asked whether somebody wants to end it early
     */
    TimedCommand(LongSupplier nanos, BooleanSupplier asked) {
        this.nanos = nanos;
        this.asked = asked;
    }

    /** What to run. */
    record Order(
            List<String> command,
            Path folder,
            Map<String, String> environment,
            Path output,
            Duration limit) {}

    /** How it went. */
    sealed interface End {}

    record Exited(int code) implements End {}

    /** Ended because of its limit, or because somebody asked. */
    record CutOff() implements End {}

    record NotStarted(String why) implements End {}

    /**
     * @param progress told how long it runs, many times a second
     */
    End run(Order order, Consumer<Duration> progress) {
        Process process;
        try {
            process = start(order);
            process.getOutputStream().close();
        } catch (IOException e) {
            return new NotStarted(String.valueOf(e.getMessage()));
        }
        long began = nanos.getAsLong();
        try {
            while (!process.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                Duration runs = Duration.ofNanos(nanos.getAsLong() - began);
                if (asked.getAsBoolean() || runs.compareTo(order.limit()) >= 0) {
                    return new CutOff();
                }
                progress.accept(runs);
            }
            return new Exited(process.exitValue());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CutOff();
        } finally {
            Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                    .toList()
                    .forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static Process start(Order order) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(order.command())
                .directory(order.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(order.output().toFile());
        builder.environment().clear();
        builder.environment().putAll(order.environment());
        return builder.start();
    }

    /** The last lines that say something. */
    static List<String> tail(Path output, int lines) {
        try {
            byte[] all = Files.readAllBytes(output);
            int from = Math.max(0, all.length - TAIL_BYTES);
            List<String> text = new String(all, from, all.length - from, StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceAll("\\p{Cntrl}", " ").stripTrailing())
                    .filter(line -> !line.isBlank())
                    .toList();
            return text.subList(Math.max(0, text.size() - lines), text.size());
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + output, e);
        }
    }
}
