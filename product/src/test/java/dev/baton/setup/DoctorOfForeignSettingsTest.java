package dev.baton.setup;

import static dev.baton.setup.Shell.git;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.AcceptedSettings;
import dev.baton.config.ServerSettings;
import dev.baton.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Settings that somebody else may have written: doctor says so and runs nothing of them. */
class DoctorOfForeignSettingsTest {
    @TempDir
    Path temp;

    private Path shop;
    private Here here;

    private final DataFolders folders = new DataFolders() {
        @Override
        public Standing look(ServerSettings server) {
            return new Ours("here");
        }

        @Override
        public Taken takeOver(Settings settings, Foreign from) {
            throw new AssertionError("doctor took over " + from);
        }

        @Override
        public Move move(Settings settings) {
            throw new AssertionError("doctor moved " + settings.server().data());
        }
    };

    @BeforeEach
    void acceptedSettingsInACheckout() throws IOException {
        temp = temp.toRealPath();
        shop = Files.createDirectories(temp.resolve("shop"));
        here = new Here(shop);
        git(shop, "init", "-q", "-b", "main");
        Files.writeString(shop.resolve("README"), "x");
        git(shop, "add", "-A");
        git(shop, "commit", "-q", "-m", "first");
        settings(temp.resolve("data"), "true");
        Files.createDirectories(temp.resolve("data"));
        AcceptedSettings.in(temp.resolve("data"))
                .accept(shop.resolve("baton.yaml"), Files.readString(shop.resolve("baton.yaml")));
    }

    private void settings(Path data, String test) throws IOException {
        Files.writeString(shop.resolve("baton.yaml"), """
                server: {listen: "127.0.0.1:0", data: "%s"}
                agents:
                  dev: {profile: command, command: [./claude]}
                projects:
                  SHOP:
                    repository: .
                    test: %s
                    pipeline: quick
                    agents: {developer: dev, reviewer: dev}
                """.formatted(data, test));
        Path agent = Files.writeString(
                shop.resolve("claude"), "#!/bin/sh\ntouch " + temp + "/agent-ran\n");
        assertThat(agent.toFile().setExecutable(true)).isTrue();
    }

    private String doctor() {
        new CommandLine(new DoctorCommand(here.surroundings(), folders)).execute();
        return here.printed();
    }

    private void ranNothing() {
        assertThat(temp.resolve("test-ran")).doesNotExist();
        assertThat(temp.resolve("agent-ran")).doesNotExist();
        assertThat(git(shop, "for-each-ref", "refs/baton")).isEmpty();
    }

    @Test
    void acceptedOnesAreTriedAndTheirPathIsNamed() throws IOException {
        assertThat(doctor())
                .contains("baton.yaml: Baton's own, no change of it lands")
                .contains("passes");
        assertThat(temp.resolve("agent-ran")).exists();
    }

    @Test
    void changedOnesAreNotTried() throws IOException {
        settings(temp.resolve("data"), "touch " + temp + "/test-ran");
        assertThat(doctor())
                .contains("found a change, which others can have made")
                .contains("then baton up --accept");
        ranNothing();
    }

    @Test
    void onesThatNameTheDataOfOthersAreNotTried() throws IOException {
        Files.move(shop.resolve("baton.yaml"), temp.resolve("baton.yaml"));
        AcceptedSettings.in(temp.resolve("data"))
                .accept(temp.resolve("baton.yaml"), Files.readString(temp.resolve("baton.yaml")));
        settings(temp.resolve("data"), "touch " + temp + "/test-ran");
        assertThat(doctor()).contains("which belongs to " + temp + "/baton.yaml");
        ranNothing();
    }

    @Test
    void dataInACheckoutIsToldOf() throws IOException {
        Path inside = Files.createDirectories(shop.resolve(".baton/data"));
        Files.setPosixFilePermissions(inside, PosixFilePermissions.fromString("rwx------"));
        settings(inside, "true");
        assertThat(doctor())
                .contains(inside + ": expected it outside of every checkout, found it in " + shop)
                .contains("baton doctor --move-data");
    }
}
