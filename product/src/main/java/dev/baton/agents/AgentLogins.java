package dev.baton.agents;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What lets known agent programs in at their vendor: files of the operator's home, of which runs
 * get a copy. Never their settings, hooks, memory, sessions or servers of tools: those would run.
 */
public final class AgentLogins {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BYTES_MAX = 4 << 20;

    /** By the name of the program. */
    private static final Map<String, List<Kept>> BELOW_HOME = Map.of(
            "claude",
                    List.of(
                            Kept.whole(".claude/.credentials.json"),
                            Kept.parts(
                                    ".claude.json",
                                    "/oauthAccount",
                                    "/primaryApiKey",
                                    "/hasCompletedOnboarding",
                                    "/lastOnboardingVersion")),
            "codex", List.of(Kept.whole(".codex/auth.json")),
            "gemini",
                    List.of(
                            Kept.whole(".gemini/oauth_creds.json"),
                            Kept.whole(".gemini/google_accounts.json"),
                            Kept.parts(
                                    ".gemini/settings.json",
                                    "/security/auth/selectedType",
                                    "/selectedAuthType")),
            "opencode", List.of(Kept.whole(".local/share/opencode/auth.json")));

    private AgentLogins() {}

    /**
     * @param parts of a JSON object that are copied; none = all of the file
     */
    private record Kept(String path, List<JsonPointer> parts) {
        static Kept whole(String path) {
            return new Kept(path, List.of());
        }

        static Kept parts(String path, String... pointers) {
            return new Kept(path, Stream.of(pointers).map(JsonPointer::compile).toList());
        }
    }

    /**
     * One file.
     *
     * @param path below a home
     * @param changed the newer of two copies counts; of a part of a file, which a program goes on
     *     writing to, only the first is made
     */
    public record Login(Path path, String text, Instant changed) {}

    /** Those that are there and can be read. */
    public static List<Login> of(AgentCommand agent, Path home) {
        String program = String.valueOf(Path.of(agent.argv().getFirst()).getFileName());
        return BELOW_HOME.getOrDefault(program, List.of()).stream()
                .flatMap(kept -> read(kept, home).stream())
                .toList();
    }

    private static Optional<Login> read(Kept kept, Path home) {
        Path file = home.resolve(kept.path());
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > BYTES_MAX) {
                return Optional.empty();
            }
            String text = Files.readString(file);
            Path path = Path.of(kept.path());
            return kept.parts().isEmpty()
                    ? Optional.of(new Login(
                            path, text, Files.getLastModifiedTime(file).toInstant()))
                    : only(kept.parts(), text).map(part -> new Login(path, part, Instant.EPOCH));
        } catch (IOException e) {
            // As good as none: the agent says itself that it is not logged in.
            return Optional.empty();
        }
    }

    /** Those parts of an object, where they were. */
    static Optional<String> only(List<JsonPointer> parts, String text)
            throws JsonProcessingException {
        JsonNode all = JSON.readTree(text);
        ObjectNode kept = JSON.createObjectNode();
        for (JsonPointer part : parts) {
            JsonNode value = all.at(part);
            if (!value.isMissingNode()) {
                ObjectNode holder = part.head().matches() ? kept : kept.withObject(part.head());
                holder.set(part.last().getMatchingProperty(), value);
            }
        }
        return kept.isEmpty() ? Optional.empty() : Optional.of(JSON.writeValueAsString(kept));
    }
}
