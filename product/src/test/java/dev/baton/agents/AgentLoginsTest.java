package dev.baton.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agents.AgentLogins.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentLoginsTest {
    @TempDir
    Path home;

    private void write(String file, String text) throws IOException {
        Files.createDirectories(home.resolve(file).getParent());
        Files.writeString(home.resolve(file), text);
    }

    private List<Login> of(String... command) {
        return AgentLogins.of(
                new AgentCommand(
                        "dev",
                        List.of(command),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1),
                        1,
                        List.of(),
                        SandboxSettings.AUTO),
                home);
    }

    @Test
    void ofClaudeAreTheTokenAndTheAccountAndNothingElse() throws IOException {
        write(".claude/.credentials.json", "{\"claudeAiOauth\": {}}");
        write(".claude/settings.json", "{\"hooks\": {}}");
        write(".claude.json", """
            {"oauthAccount": {"emailAddress": "op@example.org"}, "hasCompletedOnboarding": true,
             "mcpServers": {"x": {"command": "evil"}}, "projects": {"/": {"history": []}}}\
            """);

        List<Login> logins = of("/usr/bin/claude", "-p");

        assertThat(logins)
                .extracting(login -> login.path().toString())
                .containsExactly(".claude/.credentials.json", ".claude.json");
        assertThat(logins.getFirst().text()).isEqualTo("{\"claudeAiOauth\": {}}");
        assertThat(logins.getFirst().changed())
                .isEqualTo(Files.getLastModifiedTime(home.resolve(".claude/.credentials.json"))
                        .toInstant());
        assertThat(logins.getLast().text())
                .isEqualTo("{\"oauthAccount\":{\"emailAddress\":\"op@example.org\"},"
                        + "\"hasCompletedOnboarding\":true}");
        assertThat(logins.getLast().changed()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void ofGeminiIsAlsoWhichKindOfLoginItIs() throws IOException {
        write(".gemini/oauth_creds.json", "{}");
        write(
                ".gemini/settings.json",
                "{\"security\": {\"auth\": {\"selectedType\": \"oauth-personal\"}, \"folderTrust\":"
                        + " {}}, \"mcpServers\": {}}");

        assertThat(of("gemini"))
                .extracting(Login::text)
                .containsExactly(
                        "{}", "{\"security\":{\"auth\":{\"selectedType\":\"oauth-personal\"}}}");
    }

    @Test
    void ofAnUnknownProgramAreNone() throws IOException {
        write(".codex/auth.json", "{}");

        assertThat(of("./tools/develop.sh")).isEmpty();
        assertThat(of("codex")).extracting(Login::text).containsExactly("{}");
        assertThat(of("opencode")).isEmpty();
    }

    @Test
    void whatCannotBeReadIsLeftOut() throws IOException {
        write(".claude.json", "not json");
        Files.createDirectories(home.resolve(".claude/.credentials.json"));

        assertThat(of("claude")).isEmpty();
    }
}
