package dev.baton.runs.process;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.ProcessIdentity;
import dev.baton.runs.LaunchSpec;
import dev.baton.runs.RunUnit;
import dev.baton.runs.RunUnit.Alive;
import dev.baton.runs.RunUnit.Exited;
import dev.baton.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdoptionTest {
    private static final String UNTIL_TOLD =
            "echo $$ >pid; while [ ! -e go ]; do sleep 0.02; done; echo done; exit 9";

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void needsNothingButTheFolder() throws IOException {
        ProcessIdentity identity = bench.launch(bench.shell("u1", UNTIL_TOLD));
        RunUnit other = ProcessUnits.in(folder.resolve("runs"), System::nanoTime);

        assertThat(other.observe("u1")).isEqualTo(new Alive(identity, true));
        Files.createFile(folder.resolve("go"));
        await().until(() -> other.observe("u1") instanceof Exited);

        assertThat(other.observe("u1")).isEqualTo(new Exited(9));
        assertThat(other.kill("u1", identity)).isEqualTo(new RunUnit.Ended(9));
    }

    /** Two servers of one person, both with a project SHOP: their first runs have the same name. */
    @Test
    void leavesTheUnitOfTheSameNameInAnotherFolderAlone() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        try (Bench others = new Bench(elsewhere)) {
            ProcessIdentity identity = others.launch(others.shell("u1", UNTIL_TOLD));
            long helper = others.pid("pid");
            bench.launch(bench.program("u1", "true"));
            assertThat(bench.exitOf("u1")).isZero();

            assertThat(bench.units.kill("u1", null)).isEqualTo(new RunUnit.Ended(0));

            assertThat(others.lives(helper)).isTrue();
            assertThat(others.units.observe("u1")).isEqualTo(new Alive(identity, true));
        }
    }

    /** The server dies without a word; the agent goes on and the next server sees it to its end. */
    @Test
    @Tag("slow")
    void outlivesTheServerThatStartedIt() throws Exception {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Server.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        long agent = bench.pid("pid");
        Alive before = (Alive) bench.units.observe("u1");

        server.destroyForcibly();
        Eventually.end(server);

        assertThat(bench.lives(agent)).isTrue();
        assertThat(bench.units.observe("u1")).isEqualTo(before);
        CountDownLatch noticed = new CountDownLatch(1);
        bench.units.onExit("u1", noticed::countDown);
        Files.createFile(folder.resolve("go"));
        assertThat(bench.exitOf("u1")).isEqualTo(9);
        Eventually.reached(noticed);
        assertThat(bench.log("u1")).isEqualTo("done\n");
        bench.units.kill("u1", null);
    }

    /** Starts the unit and waits to be killed; gives up by itself, so that no test leaves it. */
    static final class Server {
        private Server() {}

        public static void main(String[] args) throws InterruptedException {
            Path folder = Path.of(args[0]);
            RunUnit units = ProcessUnits.in(folder.resolve("runs"), System::nanoTime);
            units.launch(LaunchSpec.of(
                    "u1",
                    folder,
                    List.of("/bin/sh", "-c", UNTIL_TOLD),
                    Map.of("PATH", "/usr/bin:/bin")));
            boolean _ = new CountDownLatch(1).await(Eventually.MAX.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
