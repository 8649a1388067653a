package dev.baton.runs.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.runs.RunUsage;
import dev.baton.runs.RunUsage.Taken;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, counted. */
final class UnitUsageTest {
    @TempDir
    Path folder;

    private Bench bench;
    private RunUsage usage;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
        usage = ProcessUnits.usage(folder.resolve("runs"));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void allProcessesOfAUnitCountAndNobodyElses() {
        bench.launch(bench.shell("other", "exec sleep 60"));
        bench.launch(
                bench.shell("u1", "for i in 1 2 3 4 5; do sleep 60 & done; echo up >up; wait"));
        bench.line("up");

        Optional<Taken> used = taken();

        // The supervisor, its reader and the shell are the unit's too.
        assertThat(used).hasValueSatisfying(found -> {
            assertThat(found.processes()).isBetween(6, 12);
            assertThat(found.memoryBytes()).isBetween(100_000L, 100_000_000L);
        });
    }

    @Test
    void memoryIsSeen() {
        bench.launch(bench.shell(
                "u1",
                "x=$(head -c 80000000 /dev/zero | tr '\\0' x); echo up >up;"
                        + " sleep 60; echo $x"));
        bench.line("up");

        await().untilAsserted(() -> assertThat(taken())
                .hasValueSatisfying(
                        found -> assertThat(found.memoryBytes()).isGreaterThan(80_000_000L)));
    }

    @Test
    void whatIsOverUsesNothing() {
        bench.run(bench.shell("u1", "true"));

        await().untilAsserted(() -> assertThat(usage.of("u1", null)).isEmpty());
        assertThat(usage.of("never", null)).isEmpty();
    }

    private Optional<Taken> taken() {
        return usage.of("u1", null).map(Taken.class::cast);
    }
}
