package dev.baton.setup;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

/** Agents that are looked for on PATH, each with the words that take a prompt from standard input. */
enum KnownAgent {
    CLAUDE("claude", "-p", "--permission-mode", "acceptEdits"),
    CODEX("codex", "exec", "--sandbox", "workspace-write", "-"),
    GEMINI("gemini", "--approval-mode", "auto_edit"),
    OPENCODE("opencode", "run");

    private final List<String> command;

    KnownAgent(String... command) {
        this.command = List.of(command);
    }

    /** Also what settings call it. */
    String program() {
        return command.getFirst();
    }

    List<String> command() {
        return command;
    }

    static List<KnownAgent> found(Surroundings around) {
        return Arrays.stream(values())
                .filter(agent -> around.path().stream()
                        .map(folder -> folder.resolve(agent.program()))
                        .anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file)))
                .toList();
    }
}
