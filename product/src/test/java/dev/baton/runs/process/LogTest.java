package dev.baton.runs.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogTest {
    private static final String CAPPED = "\nbaton: log capped at %d bytes\n";

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
    void isWrittenWhileTheCommandRuns() {
        bench.launch(bench.shell("u1", "echo one; echo two >&2; echo x >done; sleep 30"));
        bench.line("done");

        Eventually.await().until(() -> bench.log("u1").equals("one\ntwo\n"));
        assertThat(bench.units.printed("u1")).hasValue(8);
        assertThat(Bench.supervised(bench.units.observe("u1"))).isTrue();
    }

    @Test
    void keepsEveryByte() throws IOException {
        Path data = folder.resolve("data");
        byte[] bytes = new byte[100_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + i / 256);
        }
        Files.write(data, bytes);

        assertThat(bench.run(bench.program("u1", "cat", "data"))).isZero();

        assertThat(Files.readAllBytes(bench.units.logOf("u1"))).isEqualTo(bytes);
    }

    @Test
    void isCutAtItsLimitWhileTheCommandGoesOn() {
        var spec = bench.shell("u1", "yes | head -c 300000; echo x >done; exit 3");

        assertThat(bench.run(Bench.capped(spec, 2048))).isEqualTo(3);

        assertThat(bench.line("done")).isEqualTo("x");
        assertThat(bench.log("u1")).isEqualTo("y\n".repeat(1024) + CAPPED.formatted(2048));
        assertThat(bench.units.printed("u1")).isEqualTo(OptionalLong.empty());
    }

    @Test
    void ofExactlyItsLimitIsNotCut() {
        var spec = bench.shell("u1", "yes | head -c 2048");

        assertThat(bench.run(Bench.capped(spec, 2048))).isZero();

        assertThat(bench.log("u1")).isEqualTo("y\n".repeat(1024));
    }

    @Test
    @Tag("slow")
    void ofAHundredMegabytesNeitherFillsTheDiskNorBlocks() throws IOException {
        long limit = 20L * 1024 * 1024;
        var spec = bench.program("u1", "head", "-c", "100000000", "/dev/zero");

        assertThat(bench.run(spec)).isZero();

        assertThat(Files.size(bench.units.logOf("u1")))
                .isEqualTo(limit + CAPPED.formatted(limit).length());
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(bench.units.logOf("u1"))))
                .isEqualTo("rw-------");
    }

    @Test
    void heldOpenByAProcessLeftBehindDoesNotKeepTheRunFromEnding() {
        var spec = bench.shell("u1", "(setsid sleep 60 & echo $! >stray) & echo said; exit 4");

        assertThat(bench.run(spec)).isEqualTo(4);

        assertThat(bench.log("u1")).isEqualTo("said\n");
        long stray = bench.pid("stray");
        assertThat(bench.lives(stray)).isTrue();
        assertThat(bench.units.kill("u1", null)).isEqualTo(new dev.baton.runs.RunUnit.Ended(4));
        assertThat(bench.lives(stray)).isFalse();
    }
}
