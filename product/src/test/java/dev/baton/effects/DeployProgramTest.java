package dev.baton.effects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.deploy.Environment;
import dev.baton.deploy.EnvironmentSettings;
import dev.baton.deploy.EnvironmentSettings.Source;
import dev.baton.deploy.WindowsSettings;
import dev.baton.deploy.command.CommandEnvironments;
import dev.baton.model.PermanentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to have a deploy run what the commit brought, and what comes of them. */
class DeployProgramTest {
    @TempDir
    Path root;

    private Path folder;
    private Path checkout;

    @BeforeEach
    void aFolderAndACheckout() throws IOException {
        folder = Files.createDirectories(root.resolve("settings"));
        checkout = root.resolve("checkout");
        Files.createDirectories(checkout.resolve("ops"));
        Files.writeString(folder.resolve("deploy.sh"), "");
        Files.writeString(checkout.resolve("deploy.sh"), "");
        Files.writeString(checkout.resolve("ops/theirs.sh"), "");
        Files.writeString(checkout.resolve("theirs.sh"), "");
        Files.createSymbolicLink(checkout.resolve("link"), Path.of("/bin/true"));
    }

    private DeployProgram program(Source from) {
        EnvironmentSettings settings = new EnvironmentSettings(
                from, "true", null, null, Duration.ofMinutes(1), WindowsSettings.ALWAYS, null);
        try (CommandEnvironments all = new CommandEnvironments(
                Map.of("SHOP", Map.of("staging", settings)),
                folder,
                Map.of(),
                text -> text,
                (project, later, earlier) -> false)) {
            Environment target = all.find("SHOP", "staging").orElseThrow();
            return new DeployProgram(target, "projects.SHOP.environments.staging");
        }
    }

    @Test
    void aRelativeProgramIsTheOneOfTheSettingsFolder() {
        assertThat(program(Source.SETTINGS).line("./deploy.sh --all", checkout))
                .isEqualTo("'" + folder + "/deploy.sh' --all");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sh theirs.sh",
                "sh deploy.sh",
                "sh ./theirs.sh",
                "cd ops && ./theirs.sh",
                "bash -c 'cd ops; sh theirs.sh'",
                "true; ops/theirs.sh",
                "sh <theirs.sh",
                ". ./theirs.sh",
                "kubectl apply -f theirs.sh",
                "$BATON_CHECKOUT/theirs.sh",
                "true && ./link"
            })
    void aLineThatNamesAFileOfTheCommitIsNotRun(String line) {
        assertThatThrownBy(() -> program(Source.SETTINGS).line(line, checkout))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContainingAll(folder.toString(), checkout.toString())
                .hasMessageContaining("from: repository");
    }

    @Test
    void aProgramThatIsOnlyInTheCommitIsMissed() {
        assertThatThrownBy(() -> program(Source.SETTINGS).line("./theirs.sh", checkout))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("expected " + folder + "/theirs.sh, found no such file");
    }

    @Test
    void theRepositorysOwnIsRunWhereTheSettingsSaySo() {
        DeployProgram program = program(Source.REPOSITORY);
        program.requireAllowed(true);
        assertThat(program.line("./theirs.sh", checkout)).isEqualTo("./theirs.sh");
    }

    @Test
    void theRepositorysOwnIsNotRunUnasked() {
        assertThatThrownBy(() -> program(Source.REPOSITORY).requireAllowed(false))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("sandbox: bubblewrap");
    }

    @Test
    void programsOnThePathAndTheirDataStay() {
        String line = "cp -r . /srv/shop && systemctl restart shop";
        assertThat(program(Source.SETTINGS).line(line, checkout)).isEqualTo(line);
    }
}
