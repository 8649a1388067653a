package dev.baton.setup;

import static dev.baton.setup.Shell.git;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.ServerSettings;
import dev.baton.config.Settings;
import dev.baton.runs.BubblewrapProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorTest {
    private static final Path EXAMPLE =
            Path.of(System.getProperty("baton.root"), "examples/baton.service");

    @TempDir
    Path temp;

    private Path shop;
    private Here here;

    /** Nobody was here yet. */
    private final DataFolders folders = new DataFolders() {
        @Override
        public Standing look(ServerSettings server) {
            return new Nobodys();
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
    void makeAServerThatLacksNothing() throws IOException {
        temp = temp.toRealPath();
        here = new Here(temp);
        shop = Files.createDirectories(temp.resolve("shop"));
        git(shop, "init", "-q", "-b", "main");
        Path test = Files.writeString(shop.resolve("test.sh"), "#!/bin/sh\n");
        assertThat(test.toFile().setExecutable(true)).isTrue();
        git(shop, "add", "-A");
        git(shop, "commit", "-q", "-m", "first");
        Path agent = Files.writeString(temp.resolve("agent.sh"), "#!/bin/sh\n");
        assertThat(agent.toFile().setExecutable(true)).isTrue();
        settings("127.0.0.1:" + Ports.anyFree(), "./test.sh");
    }

    private void settings(String listen, String test) throws IOException {
        Files.writeString(temp.resolve("baton.yaml"), """
            server: {listen: "%s", data: ./data}
            agents:
              dev: {profile: command, command: [./agent.sh]}
            projects:
              SHOP:
                repository: ./shop
                test: %s
                pipeline: quick
                agents: {developer: dev, reviewer: dev}
            """.formatted(listen, test));
    }

    @Test
    void hasOneLineForEachCheckAndEndsWell() {
        assertThat(doctor()).as(here.printed()).isZero();
        assertThat(here.printed().lines().filter(line -> !line.contains("Next: ")))
                .extracting(line -> line.replaceAll("  +", "  ").split("  ", 3))
                .extracting(fields -> fields[0] + " " + fields[1])
                .containsExactly(
                        "ok java",
                        "ok git",
                        "ok settings",
                        "ok data",
                        "ok host",
                        "ok disk",
                        "ok port",
                        "ok tls",
                        "ok token",
                        "ok project SHOP",
                        "ok project SHOP push",
                        "ok project SHOP test",
                        "ok agent dev",
                        sandbox(),
                        "ok limits",
                        "ok runs as",
                        "ok runs as");
        assertThat(printed()).endsWith("Next: /opt/baton/baton up\n");
    }

    /** As this machine has it; SandboxCheckTest looks at both. */
    private static String sandbox() {
        boolean works =
                BubblewrapProbe.look(System.getenv("PATH")) instanceof BubblewrapProbe.Works;
        return works ? "ok sandbox" : "warn sandbox";
    }

    @Test
    void saysWhatOfSubmodulesAndLargeFilesIsSupported() throws IOException {
        Files.writeString(shop.resolve(".gitmodules"), "");
        Files.writeString(shop.resolve(".gitattributes"), "*.bin filter=lfs\n");
        git(shop, "add", "-A");
        git(shop, "commit", "-q", "-m", "more");
        assertThat(doctor()).as(here.printed()).isZero();
        assertThat(here.printed())
                .contains("project SHOP submodules", "empty for agents and tests")
                .contains("project SHOP lfs", "are pointers for agents and tests");
    }

    @Test
    void changesNothing() throws IOException {
        doctor();
        assertThat(temp.resolve("data")).doesNotExist();
        assertThat(git(shop, "status", "--porcelain")).isEmpty();
    }

    @Test
    void withJsonItIsOneObject() {
        assertThat(doctor("--json")).isZero();
        assertThat(printed())
                .startsWith("{\"ok\":true,\"checks\":[{\"name\":\"java\",\"status\":\"ok\",")
                .contains("{\"name\":\"settings\",\"status\":\"ok\",\"message\":\"" + temp
                        + "/baton.yaml\",\"next\":null}");
    }

    @Test
    void withoutSettingsItNamesInit() throws IOException {
        Files.delete(temp.resolve("baton.yaml"));
        assertThat(doctor()).isEqualTo(1);
        assertThat(printed())
                .contains("fail  settings: expected a file at " + temp + "/baton.yaml")
                .endsWith("found none. Next: baton init\n");
    }

    @Test
    void showsEveryProblemOfTheSettings() throws IOException {
        settings("127.0.0.1:0", "./test.sh");
        Path file = temp.resolve("baton.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("repository:", "repositry:")
                        .replace("profile:", "profil:"));
        assertThat(doctor()).isEqualTo(1);
        assertThat(printed())
                .contains("fail  settings: expected no problem, found ")
                .contains("baton.yaml:3: ")
                .contains("baton.yaml:6: ");
    }

    @Test
    void findsAForeignProgramOnThePort() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = busy.getLocalPort();
            settings("127.0.0.1:" + port, "./test.sh");
            assertThat(doctor()).isEqualTo(1);
            assertThat(printed())
                    .contains("fail  port: 127.0.0.1:" + port
                            + ": expected it free or a Baton server there, found something"
                            + " else. Next: ss"
                            + " -tlnp 'sport = :" + port + "', or another server.listen\n");
        }
    }

    @Test
    void warnsOfAnAddressThatOthersReachWithoutTls() throws IOException {
        settings("0.0.0.0:0", "./test.sh");
        assertThat(doctor()).isZero();
        assertThat(printed())
                .contains("warn  tls: 0.0.0.0:0: expected loopback, or server.address with"
                        + " https://, found neither")
                .contains("docs/reverse-proxy.md");
        Path file = temp.resolve("baton.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("server: {", "server: {address: \"https://b.example.com\", "));
        doctor();
        assertThat(printed()).contains("ok    tls: the board is at https://b.example.com");
    }

    @Test
    void findsATokenThatOthersCanRead() throws IOException {
        Path token = Files.createDirectories(temp.resolve("data")).resolve("token");
        Files.writeString(token, "secret http://127.0.0.1:1");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(doctor()).isEqualTo(1);
        assertThat(printed())
                .contains("fail  token: " + token
                        + ": expected mode rw-------, found rw-r-----: others on this"
                        + " machine can command"
                        + " the server. Next: rm " + token);
        assertThat(here.printed()).doesNotContain("secret");
    }

    @Test
    void findsAnAgentThatCannotBeStarted() throws IOException {
        assertThat(temp.resolve("agent.sh").toFile().setExecutable(false)).isTrue();
        assertThat(doctor()).isEqualTo(1);
        assertThat(printed())
                .contains("fail  agent dev: agent 'dev': expected the program "
                        + temp + "/agent.sh, found it not executable. Next: chmod +x " + temp
                        + "/agent.sh\n");
    }

    @Test
    void findsTestsThatAreNotThere() throws IOException {
        settings("127.0.0.1:0", "./mvnw -q verify");
        assertThat(doctor()).isEqualTo(1);
        assertThat(printed())
                .contains("fail  project SHOP test: ./mvnw -q verify: expected"
                        + " ./mvnw in main, found none. Next: commit it, or mend"
                        + " projects.SHOP.test\n");
        settings("127.0.0.1:0", "no-such-program --all");
        assertThat(doctor("--skip-tests")).isZero();
        assertThat(printed())
                .contains("warn  project SHOP test: no-such-program --all:"
                        + " expected the program no-such-program on PATH, found none.");
    }

    @Test
    void findsCommandsOfEnvironmentsThatAreNotThere() throws IOException {
        settings("127.0.0.1:0", "./test.sh");
        Path file = temp.resolve("baton.yaml");
        String known = Files.readString(file);
        String start = "    environments: {staging: {kind: command, start: ./test.sh%s}}\n";
        String own = start.replace("start: ./test.sh", "start: ./test.sh, from: repository");
        Files.writeString(file, known + own.formatted(", sandbox: auto, status: ./status.sh"));
        assertThat(doctor()).isEqualTo(1);
        assertThat(printed())
                .contains("fail  project SHOP staging: ./status.sh: expected " + temp
                        + "/status.sh, found none. Next: make it, or mend"
                        + " projects.SHOP.environments.staging.status\n");
        Files.writeString(temp.resolve("status.sh"), "");
        Files.writeString(file, known + start.formatted(", status: ./status.sh"));
        assertThat(doctor()).isEqualTo(1);
        assertThat(printed())
                .contains("./test.sh: expected " + temp + "/test.sh, found none: a task that gets"
                        + " there is parked. Next: put it there, or, if main's own is meant,"
                        + " add from: repository");
        Files.writeString(
                file,
                known
                        + start.formatted(", sandbox: auto, status: ./status.sh")
                                .replace("./test.sh", "sh test.sh"));
        assertThat(doctor()).isEqualTo(1);
        assertThat(printed())
                .contains("sh test.sh: names test.sh, which is a file of main that agents can"
                        + " change");
    }

    @Test
    void saysWhoseCodeADeployRuns() throws IOException {
        settings("127.0.0.1:0", "./test.sh");
        Path file = temp.resolve("baton.yaml");
        String known = Files.readString(file);
        String start = "    environments: {staging: {kind: command, start: ./test.sh%s}}\n";
        Files.writeString(temp.resolve("status.sh"), "");
        Files.writeString(temp.resolve("test.sh"), "");
        Files.writeString(file, known + start.formatted(", status: ./status.sh"));
        assertThat(doctor()).isZero();
        assertThat(printed())
                .contains("deploys of SHOP to staging: ", "code: of " + temp + " and what is")
                .contains("gate commands of SHOP: ", "code: the commit's");
        Files.writeString(file, known + start.formatted(", status: ./status.sh, rollback: ./b"));
        assertThat(doctor()).isEqualTo(1);
        assertThat(printed()).contains("./b: expected " + temp + "/b, found none");
        Files.writeString(file, known + start.formatted(""));
        assertThat(doctor()).isZero();
        assertThat(printed()).contains("warn  project SHOP staging: expected a status command");
    }

    @Nested
    class Repository {
        @Test
        void checkedOutAndDirtyIsAWarning() throws IOException {
            Files.writeString(shop.resolve("test.sh"), "changed");
            assertThat(doctor()).isZero();
            assertThat(printed()).contains("warn  project SHOP base: ");
        }

        @Test
        void withoutTheBaseBranchIsAFailure() {
            git(shop, "branch", "-m", "main", "trunk");
            assertThat(doctor()).isEqualTo(1);
            assertThat(printed()).contains("fail  project SHOP: ").contains("only trunk");
        }

        @Test
        void thatDoesNotExistIsAFailure() throws IOException {
            Files.move(shop, temp.resolve("gone"));
            assertThat(doctor()).isEqualTo(1);
            assertThat(printed()).contains("fail  project SHOP: ").contains("no such folder");
        }
    }

    @Nested
    class Machine {
        @Test
        void anOldJavaIsAFailure() {
            Check check = new MachineChecks(temp, here.surroundings()).java(21);
            assertThat(check.failed()).isTrue();
            assertThat(check.message()).startsWith("expected 25 or newer, found 21 (");
        }

        @Test
        void littleRoomIsAFailureAndSomeAWarning() {
            assertThat(ServerChecks.disk(99).status()).isEqualTo(Check.Status.FAIL);
            assertThat(ServerChecks.disk(100).status()).isEqualTo(Check.Status.WARN);
            assertThat(ServerChecks.disk(1024).status()).isEqualTo(Check.Status.OK);
        }

        @Test
        void withoutAUnitThereIsNothingToSayAboutSystemd() {
            assertThat(systemd()).isEmpty();
        }

        @Test
        void aUnitThatKillsRunsIsAWarning() throws IOException {
            Path unit = unit("baton.service", "[Service]\nExecStart=/opt/baton/baton up\n");
            assertThat(systemd()).hasValueSatisfying(check -> {
                assertThat(check.status()).isEqualTo(Check.Status.WARN);
                assertThat(check.message())
                        .isEqualTo("baton.service: expected KillMode=process,"
                                + " found control-group: a restart of the server kills"
                                + " the agents that"
                                + " run");
                assertThat(check.next()).startsWith("set KillMode=process in " + unit);
            });
            unit("baton.service.d/override.conf", "[Service]\nKillMode=process\n");
            assertThat(systemd()).hasValueSatisfying(check -> {
                assertThat(check.status()).isEqualTo(Check.Status.OK);
                assertThat(check.message()).contains("but not Delegate=memory pids");
            });
            unit("baton.service.d/override.conf", Files.readString(EXAMPLE));
            assertThat(systemd())
                    .map(Check::message)
                    .hasValueSatisfying(said -> assertThat(said)
                            .endsWith("and a control group for each run from systemd 254 on"));
        }

        @Test
        void underSystemdTheUnitIsTheOneItRunsIn() throws IOException {
            unit("relay.service", "[Service]\nKillMode=mixed\n");
            Path cgroup = temp.resolve("proc/self/cgroup");
            Files.createDirectories(cgroup.getParent());
            Files.writeString(cgroup, "0::/system.slice/relay.service\n");
            here.with("INVOCATION_ID", "1");
            assertThat(systemd().map(Check::message).orElse(""))
                    .startsWith("relay.service: expected KillMode=process, found mixed");
        }

        private Path unit(String name, String text) throws IOException {
            Path file = temp.resolve("etc/systemd/system").resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        }

        private Optional<Check> systemd() {
            return new MachineChecks(temp, here.surroundings()).systemd();
        }
    }

    /** The table without its spaces: name, colon, what was found. */
    private String printed() {
        return here.printed()
                .replaceAll("(?m)^(ok  |warn|fail)  (\\S+(?: \\S+)*)  +", "$1  $2: ")
                .replaceAll("\n +Next: ", ". Next: ");
    }

    private int doctor(String... arguments) {
        return new CommandLine(new DoctorCommand(here.surroundings(), folders)).execute(arguments);
    }
}
