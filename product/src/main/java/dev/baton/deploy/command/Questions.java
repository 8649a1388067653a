package dev.baton.deploy.command;

import dev.baton.model.Deployment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Short commands that are asked something: bounded in time and output, and gone afterwards with all
 * they started.
 */
final class Questions {
    private static final Duration AFTER_THE_END = Duration.ofSeconds(1);
    private static final int BUFFER = 8 * 1024;

    private final Path folder;
    private final Map<String, String> variables;
    private final Duration patience;
    private final int bytesMax;

    Questions(Path folder, Map<String, String> variables, Duration patience, int bytesMax) {
        this.folder = folder;
        this.variables = Map.copyOf(variables);
        this.patience = patience;
        this.bytesMax = bytesMax;
    }

    Path folder() {
        return folder;
    }

    /**
     * What came of it.
     *
     * @param exit null if it did not end in time or could not be run; then {@code output} says so
     */
    record Reply(@Nullable Integer exit, String output) {
        /** Its last line, for people. */
        String lastLine() {
            return output.strip().lines().reduce((before, last) -> last).orElse("");
        }
    }

    Reply ask(String command, Deployment about) {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().clear();
        builder.environment().putAll(variables);
        builder.environment().putAll(about(about));
        try {
            return reply(builder.start());
        } catch (IOException e) {
            return new Reply(null, "it could not be run: " + e.getMessage());
        }
    }

    static Map<String, String> about(Deployment deployment) {
        var previous = deployment.previous();
        return Map.of(
                "BATON_DEPLOY_ID", deployment.deployId(),
                "BATON_ENVIRONMENT", deployment.environment(),
                "BATON_SHA", deployment.sha().value(),
                "BATON_PREVIOUS_SHA", previous == null ? "" : previous.value());
    }

    private Reply reply(Process process) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        Thread reader = Thread.ofVirtual()
                .name("answer of " + process.pid())
                .start(() -> drain(process.getInputStream(), kept));
        try {
            boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            end(process);
            reader.join(AFTER_THE_END);
            return ended
                    ? new Reply(process.exitValue(), text(kept))
                    : new Reply(null, "no end within " + patience.toSeconds() + " s; killed");
        } catch (InterruptedException e) {
            end(process);
            Thread.currentThread().interrupt();
            return new Reply(null, "interrupted");
        }
    }

    private void drain(InputStream stream, ByteArrayOutputStream kept) {
        byte[] buffer = new byte[BUFFER];
        try (stream) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                synchronized (kept) {
                    kept.write(buffer, 0, Math.min(read, bytesMax - kept.size()));
                }
            }
        } catch (IOException closed) {
            // Its end closed the pipe under us: what came before it was kept.
            return;
        }
    }

    private static String text(ByteArrayOutputStream kept) {
        synchronized (kept) {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }

    /** Children first: those of a parent that is gone are not found any more. */
    private static void end(Process process) {
        List<ProcessHandle> tree = Stream.concat(
                        process.descendants(), Stream.of(process.toHandle()))
                .toList();
        tree.forEach(ProcessHandle::destroyForcibly);
    }
}
