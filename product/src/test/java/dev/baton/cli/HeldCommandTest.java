package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes. */
class HeldCommandTest {
    @TempDir
    Path folder;

    @Test
    void isTheProcessThatRunsAndRunsOnlyWhenItMay() throws IOException {
        Path mark = folder.resolve("mark");
        try (HeldCommand held = HeldCommand.waiting(
                List.of("sh", "-c", "echo $$ > \"$0\"; exit 7", mark.toString()))) {
            long pid = Objects.requireNonNull(held.process().pid());
            assertThat(ProcessHandle.of(pid)).isPresent();
            assertThat(mark).doesNotExist();

            assertThat(held.run()).isEqualTo(7);
            assertThat(Files.readString(mark).strip()).isEqualTo(Long.toString(pid));
        }
    }

    @Test
    void neverRunsWhenTheQueueCouldNotBeHeld() throws IOException {
        Path mark = folder.resolve("mark");
        long pid;
        try (HeldCommand held = HeldCommand.waiting(List.of("touch", mark.toString()))) {
            pid = Objects.requireNonNull(held.process().pid());
        }
        ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
        assertThat(mark).doesNotExist();
    }
}
