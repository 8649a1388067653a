package dev.baton.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a demo refuses, word for word, before it starts anything. */
class DemoInputTest {
    @TempDir
    Path temp;

    @Test
    void aFolderWithSomethingInItIsRefusedAndKept() throws IOException {
        Path full = Files.createDirectories(temp.resolve("full"));
        for (String name : new String[] {"d", "a", "c", "b"}) {
            Files.writeString(full.resolve(name), name);
        }
        Here here = new Here(temp);
        assertThat(demo(here, "--dir", "full")).isEqualTo(1);
        assertThat(here.complained())
                .isEqualTo("baton: demo folder " + full
                        + ": expected a new or empty folder, found 4 entries (a, b, c, …)."
                        + " Next: ./baton"
                        + " demo --dir " + full + "-2\n");
        assertThat(Folders.entries(full)).hasSize(4);
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefused() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "x");
        Here here = new Here(temp);
        assertThat(demo(here, "--dir", file.toString())).isEqualTo(1);
        assertThat(here.complained())
                .isEqualTo("baton: demo folder " + file
                        + ": expected a new or empty folder, found a file. Next:"
                        + " ./baton demo --dir "
                        + file + "-2\n");
    }

    @Test
    void aBusyPortIsRefusedBeforeAnythingIsWritten() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = busy.getLocalPort();
            Here here = new Here(temp);
            assertThat(demo(here, "--port", "" + port)).isEqualTo(1);
            assertThat(here.complained())
                    .isEqualTo("baton: port " + port + " (127.0.0.1): expected"
                            + " it free, found it in use. Next: ./baton demo takes any free"
                            + " port; ss -tlnp"
                            + " 'sport = :" + port + "' says who has this one\n");
            assertThat(Folders.entries(temp)).isEmpty();
        }
    }

    @Test
    void aPortOutOfRangeIsAMatterOfUsage() {
        Here here = new Here(temp);
        assertThat(demo(here, "--port", "70000")).isEqualTo(2);
        assertThat(here.complained())
                .isEqualTo("baton: --port: expected a number from 1 to 65535,"
                        + " found 70000. Next: ./baton demo takes any free port\n");
    }

    @Test
    void anUnknownPipelineIsAMatterOfUsage() {
        Here here = new Here(temp);
        assertThat(demo(here, "--pipeline", "quik")).isEqualTo(2);
        assertThat(here.complained())
                .isEqualTo("baton: --pipeline: expected standard or quick, found"
                        + " 'quik' (unknown preset 'quik'; nearest known preset: 'quick')."
                        + " Next: ./baton"
                        + " demo --pipeline standard\n");
    }

    @Test
    void anUnknownStoreIsAMatterOfUsage() {
        Here here = new Here(temp);
        assertThat(demo(here, "--store", "mysql")).isEqualTo(2);
        assertThat(here.complained())
                .isEqualTo("baton: --store: expected sqlite or postgresql, found 'mysql'."
                        + " Next: ./baton demo --store sqlite\n");
    }

    @Test
    void withoutTheProgramOfItsDatabaseNothingIsWritten() {
        Here none = new Here(temp);
        assertThat(demo(none, "--store", "postgresql", "--dir", "d")).isEqualTo(1);
        assertThat(none.complained())
                .isEqualTo("baton: embedded PostgreSQL: expected its program in"
                        + " BATON_EMBEDDED_POSTGRESQL, found nothing. Next: ./baton demo --store"
                        + " postgresql, since the launcher builds it and says where it is\n");
        Here gone = new Here(temp).with("BATON_EMBEDDED_POSTGRESQL", "/none/module.jar");
        assertThat(demo(gone, "--store", "postgresql", "--dir", "d")).isEqualTo(1);
        assertThat(gone.complained()).contains("found no file /none/module.jar. Next: ");
        assertThat(temp.resolve("d")).doesNotExist();
    }

    @Test
    void killsAndSeedAreChecked() {
        Here none = new Here(temp);
        assertThat(demo(none, "--chaos", "0")).isEqualTo(2);
        assertThat(none.complained())
                .isEqualTo("baton: --chaos: expected a number of kills from 1 to 1000, found 0."
                        + " Next: ./baton demo --chaos 10\n");
        Here alone = new Here(temp);
        assertThat(demo(alone, "--seed", "7")).isEqualTo(2);
        assertThat(alone.complained())
                .isEqualTo("baton: --seed: expected it with --chaos, found it alone."
                        + " Next: ./baton demo --chaos 10 --seed 7\n");
    }

    @Test
    void withJsonTheErrorIsOneObjectOnStandardOutput() {
        Here here = new Here(temp);
        assertThat(demo(here, "--json", "--port", "0")).isEqualTo(2);
        assertThat(here.complained()).isEmpty();
        assertThat(here.printed())
                .isEqualTo("{\"error\":{\"code\":\"usage\",\"message\":\"--port:"
                        + " expected a number from 1 to 65535, found 0\",\"next\":\"./baton"
                        + " demo takes any"
                        + " free port\"}}\n");
    }

    @Test
    void withoutGitItSaysSo() {
        Here here = new Here(temp).with("PATH", temp.toString());
        assertThat(demo(here)).isEqualTo(1);
        assertThat(here.complained())
                .isEqualTo("baton: git (git): expected 2.38 or newer on PATH,"
                        + " found none. Next: install git with your system's package manager\n");
    }

    @Test
    void aServerThatDoesNotStartIsShownWithWhatItSaid() throws IOException {
        Path broken = script("broken", "echo 'no such luck'; exit 7");
        Here here = new Here(temp).runsBatonBy(broken.toString());
        assertThat(demo(here, "--dir", "d")).isEqualTo(1);
        assertThat(here.complained().replaceAll("pid \\d+", "pid N"))
                .isEqualTo("baton: demo server (pid N): expected it to be ready within 60 s,"
                        + " found that it"
                        + " ended with exit code 7 after 'no such luck'. Next: less "
                        + temp.toRealPath() + "/d/server.log\n");
        assertThat(here.printed()).isEqualTo("""
                Stopped the server. Kept in ./d:
                  git -C ./d/greet.git log --graph --oneline --all
                  less ./d/server.log ./d/.baton/runs/*/log
                  ./baton up --config ./d/baton.yaml
                """);
    }

    @Test
    void whatADeadServerLeftRunningIsKilled() throws IOException {
        Path broken = script(
                "broken",
                "out=$(dirname \"$3\")/.baton\n"
                        + "BATON_RUN=demo-1-v1-developer-1 BATON_OUT=$out setsid sleep"
                        + " 600 &\nexit 1");
        Here here = new Here(temp).runsBatonBy(broken.toString());
        assertThat(demo(here, "--dir", "d")).isEqualTo(1);
        assertThat(here.printed()).startsWith("Stopped the server and what its runs left (1).");
        Path folder = temp.toRealPath().resolve("d");
        assertThat(new Leftovers(Path.of("/proc"), folder).alive()).isEmpty();
    }

    @Test
    void twoFoldersOfTheSameMinuteDiffer() throws IOException {
        Files.createDirectories(temp.resolve("baton-demo-20261123-2130"));
        Path broken = script("broken", "exit 1");
        Here here = new Here(temp).runsBatonBy(broken.toString());
        demo(here);
        assertThat(temp.resolve("baton-demo-20261123-2130-2/baton.yaml")).exists();
    }

    private Path script(String name, String text) throws IOException {
        Path file = Files.writeString(temp.resolve(name), "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private static int demo(Here here, String... arguments) {
        return new CommandLine(new DemoCommand(here.surroundings())).execute(arguments);
    }
}
