package dev.baton.setup;

import java.nio.file.Files;
import java.util.List;

/**
 * An agent that is looked for on PATH.
 *
 * @param command program and arguments that take a prompt from standard input
 */
record KnownAgent(List<String> command) {
    private static final List<KnownAgent> ALL = List.of(
            new KnownAgent(List.of("claude", "-p", "--permission-mode", "acceptEdits")),
            new KnownAgent(List.of("codex", "exec", "--sandbox", "workspace-write", "-")),
            new KnownAgent(List.of("gemini", "--approval-mode", "auto_edit")),
            new KnownAgent(List.of("opencode", "run")));

    KnownAgent {
        command = List.copyOf(command);
    }

    /** Also what settings call it. */
    String program() {
        return command.getFirst();
    }

    static List<KnownAgent> all() {
        return ALL;
    }

    static List<KnownAgent> found(Surroundings around) {
        return ALL.stream()
                .filter(agent -> around.path().stream()
                        .map(folder -> folder.resolve(agent.program()))
                        .anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file)))
                .toList();
    }
}
