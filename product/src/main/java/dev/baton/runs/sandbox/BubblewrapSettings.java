package dev.baton.runs.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where things lie on this machine; all paths are absolute.
 *
 * @param program bwrap
 * @param sized whether it knows how to bound private folders
 * @param data the server's: hidden but for what belongs to a run
 * @param home of the server's user, if it has one
 * @param tools folders that commands need: those of PATH, the JDK
 * @param secrets files that hold secrets
 * @param repositories of projects, never writable
 */
public record BubblewrapSettings(
        Path program,
        boolean sized,
        Path data,
        Optional<Path> home,
        List<Path> tools,
        List<Path> secrets,
        List<Path> repositories) {
    public BubblewrapSettings {
        tools = List.copyOf(tools);
        secrets = List.copyOf(secrets);
        repositories = List.copyOf(repositories);
    }
}
