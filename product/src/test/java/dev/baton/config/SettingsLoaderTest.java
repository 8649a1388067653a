package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agents.AgentSettings;
import dev.baton.agents.LimitSettings;
import dev.baton.agents.SandboxSettings;
import dev.baton.config.ServerSettings.GitIdentity;
import dev.baton.config.ServerSettings.Listen;
import dev.baton.jobs.SweepSettings;
import dev.baton.model.RunLimits;
import dev.baton.pipeline.HygieneSettings;
import dev.baton.pipeline.PipelineSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLoaderTest {
    private static final String SMALLEST = """
        agents:
          dev: {profile: command, command: [./dev.sh]}
        projects:
          SHOP:
            repository: ../shop.git
            agents: {developer: dev}
        """;

    @TempDir
    Path folder;

    @Nested
    class Places {
        @Test
        void takesTheFileThatIsNamed() throws IOException {
            Files.createDirectory(folder.resolve("etc"));
            Files.writeString(folder.resolve("etc/other.yaml"), SMALLEST);
            Files.writeString(folder.resolve("baton.yaml"), "broken");

            Settings settings = valid(load(Map.of(), "etc/other.yaml"));

            assertThat(settings.file()).isEqualTo(folder.resolve("etc/other.yaml"));
            assertThat(settings.server().data())
                    .isEqualTo(DataFolder.byDefault(settings.file(), Map.of()).orElseThrow());
        }

        @Test
        void takesTheFileOfTheWorkingFolderBeforeTheUsersOwn() throws IOException {
            Path user = Files.createDirectories(folder.resolve("xdg/baton")).resolve("baton.yaml");
            Files.writeString(user, SMALLEST);
            Map<String, String> environment = Map.of("XDG_CONFIG_HOME", folder + "/xdg");

            assertThat(valid(load(environment, null)).file()).isEqualTo(user);
            Path here = Files.writeString(folder.resolve("baton.yaml"), SMALLEST);
            assertThat(valid(load(environment, null)).file()).isEqualTo(here);
        }

        @Test
        void takesTheUsersOwnBelowHomeWithoutXdg() throws IOException {
            Path user = Files.createDirectories(folder.resolve(".config/baton"));
            Files.writeString(user.resolve("baton.yaml"), SMALLEST);

            assertThat(valid(load(Map.of("HOME", folder.toString()), null)).file())
                    .isEqualTo(user.resolve("baton.yaml"));
        }

        @Test
        void saysWhereItLooked() {
            assertThat(load(Map.of("HOME", "/home/x"), null))
                    .isEqualTo(new LoadedSettings.NotFound("settings: expected a file at " + folder
                            + "/baton.yaml or /home/x/.config/baton/baton.yaml, found none. Next:"
                            + " baton init"));
            assertThat(load(Map.of("HOME", "/home/x"), "gone.yaml"))
                    .isEqualTo(new LoadedSettings.NotFound("settings: expected a file at " + folder
                            + "/gone.yaml, found none. Next: baton init"));
        }
    }

    @Nested
    class Defaults {
        @Test
        void areWhatTheContractSays() throws IOException {
            Settings settings = read(SMALLEST);

            assertThat(settings.server())
                    .isEqualTo(new ServerSettings(
                            new Listen("127.0.0.1", 8420),
                            DataFolder.byDefault(settings.file(), Map.of()).orElseThrow(),
                            null,
                            false,
                            new GitIdentity("Baton", "baton@localhost")));
            assertThat(settings.store()).isEqualTo(new StoreSettings.Sqlite());
            assertThat(settings.secrets().values()).isEmpty();
            assertThat(settings.jobs()).isEqualTo(new JobsSettings(2, 2, null));
            assertThat(settings.agents())
                    .containsOnly(Map.entry(
                            "dev",
                            new AgentSettings(
                                    "dev",
                                    List.of(folder + "/dev.sh"),
                                    Duration.ofMinutes(45),
                                    Duration.ofMinutes(10),
                                    2,
                                    null,
                                    sandbox(SandboxSettings.Mode.AUTO),
                                    List.of())));
            assertThat(settings.projects())
                    .containsOnly(Map.entry(
                            "SHOP",
                            new ProjectSettings(
                                    "SHOP",
                                    folder.resolveSibling("shop.git").toString(),
                                    "main",
                                    new PipelineSettings(null, null),
                                    Map.of("developer", settings.agents().get("dev")),
                                    Map.of(),
                                    Map.of(),
                                    sandbox(SandboxSettings.Mode.AUTO),
                                    HygieneSettings.DEFAULT,
                                    null)));
        }

        @Test
        void ofWhatRunsByItselfAreWhatTheContractSays() throws IOException {
            Settings settings = read(SMALLEST);

            assertThat(settings.reaper())
                    .isEqualTo(new ReaperSettings(
                            true,
                            Duration.ofSeconds(5),
                            2,
                            Duration.ofSeconds(60),
                            true,
                            Duration.ofHours(2)));
            assertThat(settings.reconciler())
                    .isEqualTo(new ReconcilerSettings(true, Duration.ofSeconds(60)));
            assertThat(settings.mergeLease())
                    .isEqualTo(new MergeLeaseSettings(
                            true, Duration.ofHours(1), Duration.ofMinutes(30), null));
            assertThat(settings.transitionLease())
                    .isEqualTo(new TransitionLeaseSettings(true, true, null));
            assertThat(settings.cleanup()).isEqualTo(SweepSettings.DEFAULT);
            assertThat(settings.testing()).isEqualTo(new TestingSettings(false, List.of()));
        }

        @Test
        void canBeWrittenOut() throws IOException {
            Settings written =
                    read(SMALLEST + """
                    server: {listen: "127.0.0.1:8420", data: %s,
                      git-identity: Baton <baton@localhost>}
                    store: {url: sqlite}
                    jobs: {max-concurrency: 2, max-commands: 2}
                    reaper: {enabled: true, interval: 5s, dead-ticks: 2, finalize-grace: 60s,
                      finalizer-liveness: true, max-running: 2h}
                    reconciler: {enabled: true, interval: 60s}
                    merge-lease: {reclaim-enabled: true, ceiling: 1h, age-up: 30m}
                    transition-lease: {enabled: true, reclaim-enabled: true}
                    cleanup: {enabled: true, clones: 168h, logs: 720h, history: 2160h}
                    testing: {enabled: false, failpoints: []}
                    """.formatted(read(SMALLEST).server().data()));

            assertThat(written)
                    .usingRecursiveComparison()
                    .ignoringFields("text")
                    .isEqualTo(read(SMALLEST));
        }
    }

    @Nested
    class Keys {
        private static final String EVERYTHING = """
            server: {listen: "[::]:0", data: /var/lib/baton,
              address: "https://Baton.Example.com:443/", metrics: open,
              git-identity: Bo <b@x>}
            secrets: {gitea: "env:GITEA_TOKEN", plane: "file:token.txt"}
            jobs: {max-concurrency: 7, max-commands: 8, disk: 100GB}
            agents:
              dev: {profile: command, command: [sh, tools/dev.sh], timeout: 20m,
                silence: 90s, attempts: 3, max-concurrency: 4, sandbox: none,
                env: [LANG, AWS_PROFILE], sandbox-write: [~/.dev, shared],
                sandbox-read: [~/.m2/settings.xml], memory: 4GB, processes: 512,
                open-files: 1024, disk: 10GB}
            projects:
              SHOP: {repository: "https://git.example/shop.git", base: trunk,
                test: ./t.sh, clone: full, forge: {kind: git},
                tracker: {kind: board}, pipeline: quick, max-concurrency: 1,
                sandbox: bubblewrap,
                agents: {developer: dev, reviewer: dev}}
            reaper: {interval: 2s, dead-ticks: 3, max-running: 1h}
            reconciler: {enabled: false, interval: 5m}
            cleanup: {enabled: false, clones: 1h, logs: 2h, history: 3h}
            merge-lease: {reclaim-enabled: false, ceiling: 2h, age-up: 5m,
              projects: [SHOP]}
            """;

        @Test
        void ofTheServerMap() throws IOException {
            Files.writeString(folder.resolve("token.txt"), "from-file\n");
            Settings settings = valid(
                    load(Map.of("GITEA_TOKEN", "from-env", "HOME", "/home/x"), file(EVERYTHING)));

            assertThat(settings.server())
                    .isEqualTo(new ServerSettings(
                            new Listen("::", 0),
                            Path.of("/var/lib/baton"),
                            URI.create("https://baton.example.com"),
                            true,
                            new GitIdentity("Bo", "b@x")));
            assertThat(settings.secrets().find("gitea").orElseThrow().reveal())
                    .isEqualTo("from-env");
            assertThat(settings.secrets().find("plane").orElseThrow().reveal())
                    .isEqualTo("from-file");
        }

        @Test
        void ofWorkAndProjectsMap() throws IOException {
            Files.writeString(folder.resolve("token.txt"), "from-file\n");
            Settings settings = valid(
                    load(Map.of("GITEA_TOKEN", "from-env", "HOME", "/home/x"), file(EVERYTHING)));

            assertThat(settings.jobs()).isEqualTo(new JobsSettings(7, 8, 100L << 30));
            AgentSettings agent = new AgentSettings(
                    "dev",
                    List.of("sh", "tools/dev.sh"),
                    Duration.ofMinutes(20),
                    Duration.ofSeconds(90),
                    3,
                    4,
                    new SandboxSettings(
                            SandboxSettings.Mode.NONE,
                            List.of(Path.of("/home/x/.dev"), folder.resolve("shared")),
                            List.of(Path.of("/home/x/.m2/settings.xml")),
                            new RunLimits(4L << 30, 512, 1024, 10L << 30)),
                    List.of("LANG", "AWS_PROFILE"));
            assertThat(settings.agents()).containsOnly(Map.entry("dev", agent));
            assertThat(settings.projects().get("SHOP"))
                    .isEqualTo(new ProjectSettings(
                            "SHOP",
                            "https://git.example/shop.git",
                            "trunk",
                            new PipelineSettings("quick", "./t.sh"),
                            Map.of("developer", agent, "reviewer", agent),
                            Map.of(),
                            Map.of(),
                            sandbox(SandboxSettings.Mode.BUBBLEWRAP),
                            HygieneSettings.DEFAULT,
                            1));
            assertThat(settings.reaper().interval()).isEqualTo(Duration.ofSeconds(2));
            assertThat(settings.reaper().deadTicks()).isEqualTo(3);
            assertThat(settings.reaper().runningMax()).isEqualTo(Duration.ofHours(1));
            assertThat(settings.reconciler())
                    .isEqualTo(new ReconcilerSettings(false, Duration.ofMinutes(5)));
            assertThat(settings.cleanup()).isEqualTo(notByItself(1, 2, 3));
        }

        private static SweepSettings notByItself(int clones, int logs, int history) {
            return new SweepSettings(
                    false,
                    Duration.ofHours(clones),
                    Duration.ofHours(logs),
                    Duration.ofHours(history));
        }

        @Test
        void ofMergeQueuesMap() throws IOException {
            Files.writeString(folder.resolve("token.txt"), "from-file\n");
            Settings settings = valid(load(Map.of("GITEA_TOKEN", "from-env"), file(EVERYTHING)));

            assertThat(settings.mergeLease())
                    .isEqualTo(new MergeLeaseSettings(
                            false, Duration.ofHours(2), Duration.ofMinutes(5), Set.of("SHOP")));
            assertThat(read("merge-lease: {projects: []}\n" + SMALLEST)
                            .mergeLease()
                            .projects())
                    .isEmpty();
        }

        @Test
        void keepSecretsOutOfSight() throws IOException {
            Settings settings = valid(
                    load(Map.of("T", "hunter2"), file("secrets: {gitea: \"env:T\"}\n" + SMALLEST)));

            assertThat(settings.toString()).contains("gitea=***").doesNotContain("hunter2");
        }
    }

    @Nested
    class Addresses {
        @ParameterizedTest
        @CsvSource({
            "127.0.0.1:8420, true",
            "127.1.2.3:1, true",
            "localhost:8420, true",
            "'[::1]:8420', true",
            "0.0.0.0:8420, false",
            "'[::]:8420', false",
            "192.168.1.2:8420, false",
            "localhost.example.org:8420, false",
            "127.example.org:8420, false"
        })
        void areLoopbackByTheAddressAsWritten(String listen, boolean loopback) throws IOException {
            Listen read = read("server: {listen: \"" + listen + "\"}\n" + SMALLEST)
                    .server()
                    .listen();

            assertThat(read.loopback()).isEqualTo(loopback);
            assertThat(read).hasToString(listen);
        }
    }

    /** With the limits of this machine. */
    private static SandboxSettings sandbox(SandboxSettings.Mode mode) {
        return new SandboxSettings(
                mode, List.of(), List.of(), LimitSettings.byDefault(MachineMemory.bytes()));
    }

    private Settings read(String text) throws IOException {
        return valid(load(Map.of(), file(text)));
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("baton.yaml"), text).toString();
    }

    private LoadedSettings load(Map<String, String> environment, @Nullable String config) {
        return new SettingsLoader(environment, folder).load(config);
    }

    private static Settings valid(LoadedSettings loaded) {
        assertThat(loaded).isInstanceOf(LoadedSettings.Valid.class);
        return ((LoadedSettings.Valid) loaded).settings();
    }
}
