package dev.baton.agents;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What settings of a sandbox are read against.
 *
 * @param absolute makes a path absolute, {@code ~/} included
 * @param file baton.yaml
 * @param data the server's folder
 * @param home of the server's user; null = it has none
 * @param memoryBytes of the machine
 */
public record SandboxPathSettings(
        UnaryOperator<String> absolute,
        Path file,
        Path data,
        @Nullable Path home,
        long memoryBytes) {

    /** What speaks against opening that path to runs; empty = nothing. */
    Optional<String> problem(Path path) {
        if (path.getParent() == null) {
            return Optional.of("found the whole machine");
        }
        if (path.equals(home)) {
            return Optional.of(
                    "found the whole home folder " + path + ". Next: name what is needed of it");
        }
        if (path.startsWith(data)) {
            return Optional.of("found " + path + " in the data folder of the server");
        }
        return path.equals(file)
                ? Optional.of("found the settings of the server, " + path)
                : Optional.empty();
    }
}
