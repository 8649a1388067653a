package dev.baton.postgresql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Runs commands; what they say goes into one log. */
final class Commands {
    static final Duration TIME = Duration.ofSeconds(45);
    private static final Pattern TELLING =
            Pattern.compile("FATAL|PANIC|error:|[Cc]annot |denied|No space");

    private final Path log;

    Commands(Path log) {
        this.log = log;
    }

    /** For questions: an answer of no, or no such program, is no failure. */
    boolean works(List<String> command) {
        try {
            return ended(command, Redirect.DISCARD);
        } catch (IOException e) {
            return false;
        }
    }

    /** True if it ended with 0 in time. */
    boolean run(List<String> command) {
        try {
            return ended(command, Redirect.appendTo(log.toFile()));
        } catch (IOException e) {
            throw new CannotStart(
                    "embedded PostgreSQL (" + String.join(" ", command)
                            + "): expected it to run, found " + e.getMessage(),
                    "store.url of a server of your own, see docs/configuration.md");
        }
    }

    private static boolean ended(List<String> command, Redirect to) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(to)
                .start();
        try {
            if (process.waitFor(TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue() == 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
    }

    /** The last line that says why, or else the last line. */
    String why() {
        try {
            List<String> lines =
                    Files.exists(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
            return lines.reversed().stream()
                    .filter(line -> TELLING.matcher(line).find())
                    .findFirst()
                    .orElse(lines.isEmpty() ? "" : lines.getLast());
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + log, e);
        }
    }
}
