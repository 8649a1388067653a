package dev.baton.runs.sandbox;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.ProcessIdentity;
import dev.baton.runs.RunUnit;
import dev.baton.runs.RunUnit.Alive;
import dev.baton.runs.RunUnit.Dead;
import dev.baton.runs.RunUnit.Exited;
import dev.baton.runs.RunUnit.Gone;
import dev.baton.runs.process.ProcessUnits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Life and death of a unit that is shut in. */
@Tag("bubblewrap")
final class NamespaceTest {
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Forks twice, leaves session and group, drops the tag, ignores signals; named by a number. */
    private final String seconds =
            "%d.%d".formatted(600, ProcessHandle.current().pid() * 1000 + COUNT.incrementAndGet());

    private final String escape = "(env -i setsid setsid sh -c \"trap '' TERM INT HUP;"
            + " exec sleep " + seconds + "\" &) ; env -i setsid -f sleep " + seconds
            + "; until [ $(grep -l -a -s -F " + seconds
            + " /proc/[0-9]*/cmdline | wc -l) -ge 3 ]; do sleep 0.01; done; echo x > up; ";

    @TempDir
    Path folder;

    private Cell cell;

    @BeforeEach
    void open() throws IOException {
        cell = new Cell(folder.toRealPath());
    }

    @AfterEach
    void close() {
        if (cell != null) {
            cell.close();
        }
    }

    @Test
    void aKillEndsAllOfItAndItsDeathIsProven() {
        ProcessIdentity identity =
                cell.launch(cell.shell("u1", escape + "trap '' TERM; while :; do sleep 1; done"));
        cell.awaitFile("up");
        assertThat(Cell.pids(seconds)).hasSize(2);

        assertThat(cell.units.kill("u1", identity)).isEqualTo(new Dead());

        assertThat(Cell.pids(seconds)).isEmpty();
        assertThat(cell.units.observe("u1"))
                .isInstanceOfSatisfying(
                        Gone.class, gone -> assertThat(gone.proven()).isTrue());
    }

    @Test
    void aKillAsksBeforeItForces() {
        cell.launch(cell.shell(
                "u1",
                "trap 'echo bye >bye; exit 0' TERM; echo x >up; while :; do sleep 0.05; done"));
        cell.awaitFile("up");

        assertThat(cell.units.kill("u1", null)).isEqualTo(new Dead());

        assertThat(cell.read("data/clones/T-1/bye")).isEqualTo("bye\n");
    }

    @Test
    void nothingOutlivesTheCommand() {
        assertThat(cell.run(cell.shell("u1", escape + "exit 5"))).endsWith("exit 5");

        await().untilAsserted(() -> assertThat(Cell.pids(seconds)).isEmpty());
    }

    @Test
    void nothingOutlivesTheSupervisor() {
        ProcessIdentity identity = cell.launch(cell.shell("u1", escape + "sleep 60"));
        cell.awaitFile("up");

        Cell.kill(identity.pid());

        await().untilAsserted(() -> assertThat(cell.units.observe("u1"))
                .isInstanceOfSatisfying(
                        Gone.class, gone -> assertThat(gone.proven()).isTrue()));
        assertThat(Cell.pids(seconds)).isEmpty();
    }

    /** As long as it lives nobody calls it gone, though its supervisor and its tag are. */
    @Test
    void deathIsNotProvenWhileTheFirstLives() throws IOException {
        ProcessIdentity identity = cell.launch(cell.shell("u1", "echo x >up; exec sleep 60"));
        cell.awaitFile("up");
        Path note = cell.data.resolve("runs/u1/inside-command");
        String kept = Files.readString(note);

        assertThat(cell.units.observe("u1")).isEqualTo(new Alive(identity, true));
        // A note that was cut off proves nothing.
        Files.writeString(note, kept.substring(0, 20));
        Cell.kill(identity.pid());
        await().untilAsserted(() -> assertThat(cell.units.observe("u1"))
                .isInstanceOfSatisfying(
                        Gone.class, gone -> assertThat(gone.proven()).isFalse()));
        // A pid that somebody else has now is not taken for it.
        long here = ProcessHandle.current().pid();
        Files.writeString(note, kept.replaceFirst("\"child-pid\": \\d+", "\"child-pid\": " + here));
        assertThat(cell.units.observe("u1"))
                .isInstanceOfSatisfying(
                        Gone.class, gone -> assertThat(gone.proven()).isTrue());
    }

    @Test
    void anotherServerTakesItOverWithNothingButTheFolder() throws IOException {
        ProcessIdentity identity = cell.launch(
                cell.shell("u1", "while [ ! -e go ]; do sleep 0.02; done; echo done; exit 9"));
        RunUnit other = ProcessUnits.in(cell.data.resolve("runs"), System::nanoTime);

        assertThat(other.observe("u1")).isEqualTo(new Alive(identity, true));
        Files.createFile(cell.clone.resolve("go"));
        await().until(() -> other.observe("u1") instanceof Exited);

        assertThat(other.observe("u1")).isEqualTo(new Exited(9));
        assertThat(other.kill("u1", identity)).isEqualTo(new RunUnit.Ended(9));
    }

    @Test
    void theFirstInsideIsNotTheSupervisor() {
        ProcessIdentity identity = cell.launch(cell.shell("u1", "echo x >up; exec sleep 60"));
        cell.awaitFile("up");

        assertThat(cell.first("u1")).isNotEqualTo(identity.pid());
        assertThat(Cell.alive(cell.first("u1"))).isTrue();
    }

    @Test
    void itsFilesAreItsOwnersOnly() throws IOException {
        cell.run(cell.shell("u1", "echo said"));

        for (String file : new String[] {"log", "exit", "claim", "inside-command", "enclosure"}) {
            assertThat(Files.getPosixFilePermissions(cell.data.resolve("runs/u1/" + file)))
                    .as(file)
                    .noneMatch(permission -> !permission.name().startsWith("OWNER"));
        }
    }
}
