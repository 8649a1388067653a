package dev.baton.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.testing.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs real commands as a person or a supervisor would. */
final class Shell {
    private Shell() {}

    /** How a command ended. */
    record Ended(int exit, String output) {
        Ended ok() {
            assertThat(exit).as(output).isZero();
            return this;
        }

        String line() {
            return output.strip();
        }
    }

    static Ended sh(Path folder, String line) {
        return run(folder, Map.of(), List.of("sh", "-c", line));
    }

    static String git(Path folder, String... arguments) {
        var command = new java.util.ArrayList<>(
                List.of("git", "-c", "user.name=Test", "-c", "user.email=test@localhost.invalid"));
        command.addAll(List.of(arguments));
        Map<String, String> own =
                Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null");
        return run(folder, own, command).ok().line();
    }

    static Ended run(Path folder, Map<String, String> environment, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(Eventually.end(process), output);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
