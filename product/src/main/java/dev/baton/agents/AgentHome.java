package dev.baton.agents;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where known agents keep their own settings, sessions and logins: they have to write there. */
public final class AgentHome {
    private static final Map<String, List<String>> BELOW_HOME = Map.of(
            "claude", List.of(".claude", ".claude.json"),
            "codex", List.of(".codex"),
            "gemini", List.of(".gemini"),
            "opencode",
                    List.of(".config/opencode", ".local/share/opencode", ".local/state/opencode"));

    private AgentHome() {}

    /** Those that are there; by the name of the program. */
    public static List<Path> of(AgentCommand agent, Path home) {
        String program = String.valueOf(Path.of(agent.argv().getFirst()).getFileName());
        return BELOW_HOME.getOrDefault(program, List.of()).stream()
                .map(home::resolve)
                .filter(Files::exists)
                .toList();
    }
}
