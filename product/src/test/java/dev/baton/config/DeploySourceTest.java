package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agents.SandboxSettings;
import dev.baton.deploy.EnvironmentSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose code a deploy runs, and what must stand before that of agents. */
class DeploySourceTest {
    // A line of its own: the text is longer than the method that fills it in.
    @SuppressWarnings("InlineFormatString")
    private static final String SETTINGS = """
            agents: {dev: {profile: command, command: [x]}}
            projects:
              SHOP:
                repository: shop.git
                test: "true"
                agents: {analyst: dev, architect: dev, developer: dev, reviewer: dev, tester: dev}
                %s
                environments:
                  staging: {start: ./deploy.sh%s}
                  production: {start: ./deploy.sh%s}
            """;

    @TempDir
    Path folder;

    private LoadedSettings load(String more, String staging, String production) throws IOException {
        Files.writeString(
                folder.resolve("baton.yaml"), SETTINGS.formatted(more, staging, production));
        return new SettingsLoader(Map.of(), folder).load(null);
    }

    private ProjectSettings project(String more, String staging, String production)
            throws IOException {
        LoadedSettings.Valid valid = (LoadedSettings.Valid) load(more, staging, production);
        return Objects.requireNonNull(valid.settings().projects().get("SHOP"));
    }

    private String problems(String more, String staging, String production) throws IOException {
        return ((LoadedSettings.Invalid) load(more, staging, production)).message();
    }

    @Test
    void isTheOperatorsAndNotShutInUnlessSaid() throws IOException {
        ProjectSettings project = project("", "", "");
        assertThat(project.environments().values())
                .extracting(EnvironmentSettings::from)
                .containsOnly(EnvironmentSettings.Source.SETTINGS);
        assertThat(project.deploySandboxes()).isEmpty();
        assertThat(project.environmentsToApprove()).isEmpty();
    }

    @Test
    void ofTheRepositoryHasToBeApprovedOrShutIn() throws IOException {
        assertThat(project("", ", from: repository", "").environmentsToApprove())
                .containsExactly("staging");
        assertThat(project("", ", from: repository, sandbox: none", "").environmentsToApprove())
                .containsExactly("staging");
        assertThat(project("", ", from: repository, sandbox: bubblewrap", "")
                        .environmentsToApprove())
                .isEmpty();
    }

    @Test
    void ofTheRepositoryIsNotLeftOpenWhereBubblewrapIsMissing() throws IOException {
        assertThat(project("", ", from: repository, sandbox: auto", "").deploySandboxes())
                .hasEntrySatisfying(
                        "staging",
                        sandbox -> assertThat(sandbox.mode())
                                .isEqualTo(SandboxSettings.Mode.BUBBLEWRAP));
    }

    @Test
    void aPresetThatAsksNobodyIsRefusedAtTheStart() throws IOException {
        assertThat(problems("pipeline: standard", ", from: repository", ""))
                .contains("environments.staging: from: repository runs the script of the commit")
                .contains("write sandbox: bubblewrap beside from: repository");
    }

    @Test
    void standardAsksBeforeProductionUnlessSwitchedOff() throws IOException {
        assertThat(project("pipeline: standard", "", ", from: repository").environmentsToApprove())
                .containsExactly("production");
        assertThat(problems(
                        "pipeline: standard\n    approve-production: false",
                        "",
                        ", from: repository"))
                .contains("environments.production: from: repository");
    }

    @Test
    void theSwitchIsOfStandardOnly() throws IOException {
        assertThat(problems("pipeline: quick\n    approve-production: false", "", ""))
                .contains("approve-production: expected it with pipeline: standard only");
    }

    @Test
    void gitRefHasNoScriptOfAnybody() throws IOException {
        assertThat(problems("", "", ", kind: git-ref, ref: refs/heads/x, from: repository"))
                .contains("from");
    }
}
