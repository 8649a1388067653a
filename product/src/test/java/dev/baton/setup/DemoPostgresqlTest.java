package dev.baton.setup;

import static dev.baton.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the demo runs the program of its database; shell scripts stand in for that. */
class DemoPostgresqlTest {
    /** Until its standard input ends, as the real one. */
    private static final String SERVE =
            "echo postgresql://a@127.0.0.1:5/b; cat >/dev/null; touch \"$1/stopped\"";

    @TempDir
    Path temp;

    @Test
    void namesItsAddressAndPasswordAndStopsIt() throws IOException {
        DemoPostgresql database = start(SERVE);
        assertThat(database.settings()).isEqualTo("""
                # The database has to run before the server: sh %1$s/program %1$s
                store:
                  url: postgresql://a@127.0.0.1:5/b
                  password: postgresql
                secrets:
                  postgresql: file:%1$s/password
                """.formatted(temp));
        assertThat(temp.resolve("stopped")).doesNotExist();
        database.close();
        assertThat(temp.resolve("stopped")).exists();
    }

    @Test
    void passesOnWhatTheProgramSays() {
        assertThatThrownBy(() -> start("echo noise >&2; echo 'a: expected b. Next: c' >&2; exit 1"))
                .isInstanceOf(SetupFailure.class)
                .hasMessage("a: expected b. Next: c")
                .extracting(e -> ((SetupFailure) e).code())
                .isEqualTo("postgresql-not-started");
    }

    @Test
    void saysHowAProgramEndedThatSaysNothing() {
        assertThatThrownBy(() -> start("echo 'Killed' >&2; exit 137"))
                .message()
                .matches("embedded PostgreSQL \\(pid \\d+\\): expected it to be ready within 60 s,"
                        + " found that it ended with exit code 137 after 'Killed'. Next: less "
                        + temp + "/log");
    }

    @Test
    void givesUpAfterAMinute() {
        AtomicLong seconds = new AtomicLong();
        LongSupplier hurry = () -> Duration.ofSeconds(seconds.addAndGet(30)).toNanos();
        assertThatThrownBy(() -> start("cat >/dev/null; touch \"$1/stopped\"", hurry, false))
                .message()
                .contains("expected it to be ready within 60 s, found it running after ''");
        assertThat(temp.resolve("stopped")).exists();
    }

    @Test
    void waitsNoLongerThanSomebodyWants() throws IOException {
        start("cat >/dev/null; touch \"$1/stopped\"", System::nanoTime, true).close();
        assertThat(temp.resolve("stopped")).exists();
    }

    @Test
    void endsADatabaseWhoseProgramWasKilled() throws IOException {
        Files.createDirectories(temp.resolve("data"));
        Files.writeString(temp.resolve("left"), "while :; do sleep 1; done");
        DemoPostgresql database =
                start("sh \"$1/left\" >/dev/null 2>&1 & echo $! >\"$1/data/postmaster.pid\";"
                        + " echo postgresql://a@127.0.0.1:5/b; kill -9 $$");
        long left = Long.parseLong(
                Files.readString(temp.resolve("data/postmaster.pid")).strip());
        assertThat(alive(left)).isTrue();
        database.close();
        await().until(() -> !alive(left));
    }

    @Test
    void endsNoStrangerWithTheNumberOfOne() throws Exception {
        Files.createDirectories(temp.resolve("data"));
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(temp.resolve("data/postmaster.pid"), stranger.pid() + "\n");
            start(SERVE).close();
            stranger.destroy();
            assertThat(stranger.waitFor()).as("ended by TERM, from here").isEqualTo(128 + 15);
        } finally {
            stranger.destroyForcibly();
        }
    }

    /** One that waits for init to notice its end is dead. */
    private static boolean alive(long pid) throws IOException {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
    }

    private DemoPostgresql start(String script) throws IOException {
        return start(script, System::nanoTime, false);
    }

    private DemoPostgresql start(String script, LongSupplier nanos, boolean asked)
            throws IOException {
        Path program = Files.writeString(temp.resolve("program"), script + "\n");
        try (Interruption interruption = Interruption.listen()) {
            if (asked) {
                interruption.ask();
            }
            return DemoPostgresql.start(
                    List.of("sh", program.toString()), temp, nanos, interruption);
        }
    }
}
