package dev.baton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.jobs.LimitWatch.Bounds;
import dev.baton.model.JobKind;
import dev.baton.model.RunLimits;
import dev.baton.model.RunState;
import dev.baton.runs.RunUsage.Taken;
import dev.baton.runs.RunUsage.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitWatchTest {
    private static final RunLimits LIMITS = new RunLimits(4L << 30, 100, 64, 1 << 20);

    @TempDir
    Path folder;

    private RunWorld world;
    private LimitWatch watch;
    private Overuse overuse;
    private @Nullable Usage usage;
    private long nanos;

    @BeforeEach
    void open() throws IOException {
        world = new RunWorld(folder);
        Files.createDirectories(folder.resolve("work"));
        Files.createDirectories(folder.resolve("home"));
        Bounds bounds = new Bounds(
                LIMITS,
                "agents.dev",
                List.of(folder.resolve("work"), folder.resolve("out")),
                folder.resolve("home"));
        overuse = new Overuse(
                (unit, known) -> Optional.ofNullable(usage), run -> Optional.of(bounds));
        watch = new LimitWatch(
                world.store,
                world.units,
                overuse,
                world.facts(),
                () -> nanos);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void round() {
        nanos += Duration.ofSeconds(2).toNanos();
        watch.runOnce(Duration.ofSeconds(2));
    }

    private void endedBecause(String why) {
        assertThat(world.units.killed).containsExactly("u1");
        assertThat(world.run("u1").state()).isEqualTo(RunState.TIMED_OUT);
        assertThat(world.run("u1").reason()).isEqualTo(why);
    }

    @Test
    void leavesAloneWhatIsWithinItsLimits() throws IOException {
        world.running("u1");
        usage = new Taken(4L << 30, 100);
        Files.write(folder.resolve("work/file"), new byte[1 << 19]);
        round();
        round();

        assertThat(world.units.killed).isEmpty();
        assertThat(world.run("u1").state()).isEqualTo(RunState.RUNNING);
    }

    @Test
    void endsWhatUsesTooMuchMemoryAndNamesTheSetting() {
        world.running("u1");
        usage = new Taken((4L << 30) + (1L << 29), 3);
        round();

        endedBecause("over its limit of 4GB of memory (agents.dev.memory), found at least 4.5GB");
    }

    @Test
    void endsWhatHasTooManyProcesses() {
        world.running("u1");
        usage = new Taken(1, 101);
        round();

        endedBecause(
                "over its limit of 100 processes and threads (agents.dev.processes), found 101");
    }

    @Test
    void endsWhatFillsTheDisk() throws IOException {
        world.running("u1");
        round();
        Files.write(folder.resolve("work/file"), new byte[2 << 20]);
        round();

        endedBecause("over its limit of 1MB of disk (agents.dev.disk), found at least 2MB");
    }

    @Test
    void countsResultsBesideTheRunToo() throws IOException {
        world.running("u1");
        Files.createDirectories(folder.resolve("out"));
        Files.write(folder.resolve("work/file"), new byte[1 << 19]);
        Files.write(folder.resolve("out/file"), new byte[1 << 20]);
        round();

        endedBecause("over its limit of 1MB of disk (agents.dev.disk), found at least 1.5MB");
    }

    @Test
    void ofTheHomeOnlyItsGrowthCounts() throws IOException {
        world.running("u1");
        Files.write(folder.resolve("home/cache"), new byte[4 << 20]);
        round();
        round();
        assertThat(world.units.killed).isEmpty();

        Files.write(folder.resolve("home/more"), new byte[2 << 20]);
        round();

        assertThat(world.units.killed).containsExactly("u1");
    }

    @Test
    void neverEndsADeploy() {
        world.running("u1", JobKind.DEPLOY);
        usage = new Taken(Long.MAX_VALUE, 1000);
        round();

        assertThat(world.units.killed).isEmpty();
    }

    @Test
    void whatEndedByItselfHasItsExitCode() {
        world.running("u1");
        usage = new Taken(Long.MAX_VALUE, 1);
        world.units.endsBeforeItIsKilled("u1", 3);
        round();

        assertThat(world.run("u1").state()).isEqualTo(RunState.EXITED);
    }

    @Test
    void beyondItsBudgetTheFolderSaysSo() throws IOException {
        DiskBudget budget = new DiskBudget(folder.resolve("work"), 1 << 20);
        budget.runOnce(Duration.ZERO);
        assertThat(budget.problem()).isEmpty();

        Files.write(folder.resolve("work/file"), new byte[2 << 20]);
        budget.runOnce(Duration.ZERO);

        assertThat(budget.problem())
                .hasValueSatisfying(why -> assertThat(why).contains("1MB (jobs.disk)"));
    }
}
