package dev.baton.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./baton demo --store postgresql} as a person types it. */
@Tag("slow")
class DemoOnPostgresqlTest {
    /** Measures nothing: it ends a test that hangs, on a machine with a load of 20 too. */
    private static final Duration LONG = Duration.ofMinutes(10);

    private static final int INTERRUPTED = 130;

    @TempDir
    Path temp;

    private Path folder;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void name() throws IOException {
        temp = temp.toRealPath();
        folder = temp.resolve("d");
    }

    @AfterEach
    void leaveNothing() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void theServerIsKilledAndTheDatabaseStays() throws Exception {
        Process demo = start("--json", "--pipeline", "quick", "--chaos", "2", "--seed", "5");
        assertThat(demo.waitFor(LONG.toMinutes(), TimeUnit.MINUTES)).isTrue();
        assertThat(demo.exitValue()).as(this::said).isZero();
        assertThat(text("out"))
                .contains("\"result\":\"done\"")
                .contains("\"kills\":2")
                .contains("\"repeated_effects\":0")
                .contains("\"store\":\"postgresql\"");
        try (Stream<Path> files = Files.list(folder.resolve(".baton"))) {
            assertThat(files.filter(file -> file.toString().contains(".db"))).isEmpty();
        }
        nothingRuns();
    }

    @Test
    void ctrlCEndsTheDatabaseToo() throws Exception {
        Process demo = start("--pipeline", "quick");
        await().atMost(LONG).until(() -> text("out").contains("developer started"));
        assertThat(new ProcessBuilder("kill", "-INT", "" + demo.pid()).start().waitFor())
                .isZero();
        assertThat(demo.waitFor(LONG.toMinutes(), TimeUnit.MINUTES)).isTrue();
        assertThat(demo.exitValue()).as(this::said).isEqualTo(INTERRUPTED);
        assertThat(text("out"))
                .contains("module.jar " + folder + "/postgresql   # the database, first");
        nothingRuns();
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("baton.root"), "baton").toString(),
                "demo",
                "--store",
                "postgresql",
                "--dir",
                "d"));
        command.addAll(List.of(options));
        Process demo = new ProcessBuilder(command)
                .directory(temp.toFile())
                .redirectOutput(temp.resolve("out").toFile())
                .redirectError(temp.resolve("err").toFile())
                .start();
        started.add(demo);
        return demo;
    }

    private void nothingRuns() {
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.contains(folder + File.separator)))
                .isEmpty();
        assertThat(folder.resolve("postgresql/data/PG_VERSION")).exists();
        assertThat(folder.resolve("postgresql/data/postmaster.pid")).doesNotExist();
        assertThat(folder.resolve("postgresql/server")).doesNotExist();
    }

    private String said() {
        return text("err") + text("out") + text("d/server.log");
    }

    private String text(String name) {
        try {
            Path file = temp.resolve(name);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }
}
