package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} is drawn from {@link ConfigurationPage}, which has every key. */
class ConfigurationPageTest {
    private static final String EVERYTHING = """
            access: {NAME: {role: viewer, token: x}}
            notify: {webhook: {url: x, secret: x}}
            agents: {NAME: {profile: command, command: [x]}}
            projects:
              NAME:
                repository: x
                environments: {NAME: {start: x, health: {command: x}}}
            """;

    @Test
    void hasEveryKeyThatIsRead() {
        SettingsReader reader =
                new SettingsReader(Path.of("/x/baton.yaml"), "baton.yaml", EVERYTHING, Map.of());
        reader.read();

        Set<String> leaves = new TreeSet<>(reader.asked());
        leaves.removeIf(key -> reader.asked().stream().anyMatch(k -> k.startsWith(key + ".")));
        Set<String> shown = ConfigurationPage.KEYS.stream()
                .map(ConfigurationPage.Key::path)
                .map(key -> key.replace(".ROLE", "").replace("secrets.NAME", "secrets"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).isEqualTo(leaves);
    }

    @Test
    void isUpToDate() throws Exception {
        Path page = Path.of(System.getProperty("baton.root", ".."), "docs", "configuration.md");
        String text = ConfigurationPage.text();
        if (Boolean.getBoolean("baton.docs.write")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, text);
        }

        assertThat(page)
                .as("Next: ./mvnw -pl product test -Dtest=ConfigurationPageTest"
                        + " -Dtest.jvm.args=-Dbaton.docs.write=true")
                .content()
                .isEqualTo(text);
    }

    @Test
    void showsAFileThatIsValid() {
        SettingsReader reader = new SettingsReader(
                Path.of("/x/baton.yaml"), "baton.yaml", ConfigurationPage.EXAMPLE, Map.of());

        assertThat(reader.read()).isInstanceOf(LoadedSettings.Valid.class);
    }
}
