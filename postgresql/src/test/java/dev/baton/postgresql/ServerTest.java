package dev.baton.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as the demo runs it: a process that is told nothing but a folder. */
class ServerTest {
    /** Measures nothing: it ends a test that hangs, on a machine with a load of 20 too. */
    private static final long SECONDS_MAX = 300;

    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void name() throws IOException {
        folder = temp.toRealPath().resolve("a database");
    }

    @AfterEach
    void leaveNothing() {
        assertThat(ours()).isEmpty();
    }

    @Test
    void livesAsLongAsItsStandardInputAndKeepsTheDatabase() throws Exception {
        Process first = start();
        String url = first.inputReader().readLine();
        assertThat(url)
                .as(() -> complaint(first))
                .matches("postgresql://baton@127.0.0.1:\\d+/postgres");
        assertThat(ours()).isNotEmpty();
        assertThat(Path.of("/tmp/.s.PGSQL." + URI.create(url).getPort())).doesNotExist();
        assertThat(Files.readString(folder.resolve("password")).strip()).hasSize(48);
        assertThat(Files.readString(folder.resolve("data/pg_hba.conf")))
                .contains("scram-sha-256")
                .doesNotContainPattern("(?m)^[^#].*trust");
        stop(first);
        assertThat(ours()).isEmpty();
        assertThat(folder.resolve("server")).doesNotExist();
        assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();

        Process second = start();
        assertThat(second.inputReader().readLine()).isEqualTo(url);
        second.destroy();
        assertThat(second.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aPortThatIsTakenIsSaidAndTheOneWhoHasItStays() throws Exception {
        Process first = start();
        int port = URI.create(first.inputReader().readLine()).getPort();
        Process second = start();
        assertThat(second.inputReader().readLine()).isNull();
        assertThat(complaint(second))
                .isEqualTo("embedded PostgreSQL (" + folder + "): expected port " + port
                        + " of 127.0.0.1 free, found it in use. Next: ss -tlnp 'sport = :" + port
                        + "' says who has it\n");
        assertThat(second.waitFor()).isEqualTo(1);
        assertThat(folder.resolve("server/bin/postgres")).exists();
        stop(first);
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(free.isBound()).isTrue();
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsSaid() throws Exception {
        folder = Files.writeString(folder, "a file").resolve("x");
        Process process = start();
        assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(complaint(process))
                .startsWith("embedded PostgreSQL (" + folder + "): expected to write there, found ")
                .contains(". Next: ls -ld ");
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        folder.toString())
                .start();
    }

    private static void stop(Process process) throws Exception {
        process.getOutputStream().close();
        assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(() -> complaint(process)).isZero();
    }

    private static String complaint(Process process) {
        try {
            return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Processes that speak of the folder, without one that waits for init to notice its end. */
    private List<String> ours() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(folder + File.separator))
                .toList();
    }
}
