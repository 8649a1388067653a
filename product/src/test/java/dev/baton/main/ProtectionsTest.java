package dev.baton.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.LoadedSettings;
import dev.baton.config.Settings;
import dev.baton.config.SettingsLoader;
import dev.baton.git.GitWorld;
import dev.baton.workspace.WorkspaceWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of the repository the settings make protected. */
class ProtectionsTest {
    // A line of its own: the text is longer than the method that fills it in.
    @SuppressWarnings("InlineFormatString")
    private static final String SETTINGS = """
            agents:
              dev: {profile: command, command: [/usr/bin/agent, --model=x.y, run]}
              rev: {profile: command, command: [./review.sh]}
              sec: {profile: command, command: [sh, tools/scan.sh]}
            projects:
              SHOP:
                repository: %1$s
                test: ./mvnw -q verify && sh ci/test.sh
                agents: {developer: dev, reviewer: rev, security: sec}
                environments:
                  staging:
                    start: ./deploy.sh
                    rollback: %2$s/ops/back.sh
                    status: sh status.sh
                    health: {command: cd tools && ./healthy.sh}
            """;

    @TempDir
    Path root;

    private Set<String> names(Path repository, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("baton.yaml"), SETTINGS.formatted(repository, root.resolve("shop")));
        LoadedSettings loaded = new SettingsLoader(Map.of(), folder).load(null);
        Settings settings = ((LoadedSettings.Valid) loaded).settings();
        Path world = Files.createDirectories(root.resolve("w"));
        return new Protections(settings, new WorkspaceWorld(world).mirrors)
                .of("SHOP")
                .names();
    }

    @Test
    void areWhatTheirCommandsName() throws IOException {
        Path bare = new GitWorld(root).bare("shop.git");
        assertThat(names(bare, root.resolve("server")))
                .contains("mvnw", "ci/test.sh", "deploy.sh", "status.sh", "tools/healthy.sh")
                .contains("tools/scan.sh")
                .doesNotContain("run", "verify", "baton.yaml", "ops/back.sh");
    }

    @Test
    void areTheOperatorsOwnWhereTheyLieInTheCheckout() throws IOException {
        Path checkout = new GitWorld(root).checkout("shop");
        assertThat(names(checkout, checkout.resolve("ops")))
                .contains("ops/baton.yaml", "ops/deploy.sh", "ops/status.sh")
                .contains("ops/tools/healthy.sh", "ops/back.sh", "ops/review.sh");
    }
}
