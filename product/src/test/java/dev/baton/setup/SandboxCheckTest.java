package dev.baton.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.LoadedSettings;
import dev.baton.config.Settings;
import dev.baton.config.SettingsLoader;
import dev.baton.runs.BubblewrapProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxCheckTest {
    private static final BubblewrapProbe.Answer WORKS =
            new BubblewrapProbe.Works(Path.of("/usr/bin/bwrap"), true);
    private static final BubblewrapProbe.Answer FAILS =
            new BubblewrapProbe.Fails("no bwrap", "apt-get install bubblewrap");

    @TempDir
    Path folder;

    private Settings settings(String agent, String project) throws IOException {
        Files.writeString(folder.resolve("baton.yaml"), """
            agents:
              dev: {profile: command, command: [sh], sandbox: %s}
            projects:
              SHOP: {repository: ./shop, test: "true", sandbox: %s, agents: {developer: dev}}
            """.formatted(agent, project));
        if (new SettingsLoader(Map.of(), folder).load(null)
                instanceof LoadedSettings.Valid(Settings settings)) {
            return settings;
        }
        throw new AssertionError("settings");
    }

    private Check look(String agent, String project, BubblewrapProbe.Answer probed)
            throws IOException {
        return new SandboxCheck(settings(agent, project), "ada").look(probed);
    }

    @Test
    void isWellWhereItWorks() throws IOException {
        Check check = look("auto", "bubblewrap", WORKS);

        assertThat(check.status()).isEqualTo(Check.Status.OK);
        assertThat(check.message()).startsWith("/usr/bin/bwrap works: ");
    }

    @Test
    void namesWhoGoesWithout() throws IOException {
        Check check = look("none", "auto", WORKS);

        assertThat(check.status()).isEqualTo(Check.Status.WARN);
        assertThat(check.message())
                .startsWith(
                        "sandbox: none for agent dev: they can read and change whatever ada can");
    }

    @Test
    void saysWhatAnAgentCanTouchWhereItDoesNot() throws IOException {
        Check check = look("auto", "auto", FAILS);

        assertThat(check.status()).isEqualTo(Check.Status.WARN);
        assertThat(check.message())
                .startsWith(
                        "bubblewrap does not work here: no bwrap. So agents and tests run as ada")
                .contains("~/.ssh", "token");
        assertThat(check.next()).startsWith("apt-get install bubblewrap; or ");
    }

    @Test
    void failsWhereSettingsInsist() throws IOException {
        Check check = look("auto", "bubblewrap", FAILS);

        assertThat(check.failed()).isTrue();
        assertThat(check.message())
                .contains("the settings of tests of SHOP insist")
                .contains("no bwrap");
    }
}
