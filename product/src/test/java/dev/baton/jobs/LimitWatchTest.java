package dev.baton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.jobs.LimitWatch.Bounds;
import dev.baton.model.JobKind;
import dev.baton.model.Run;
import dev.baton.model.RunLimits;
import dev.baton.model.RunState;
import dev.baton.runs.RunUsage.Held;
import dev.baton.runs.RunUsage.OutOfMemory;
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
        watch = new LimitWatch(world.store, world.units, overuse, world.facts(), () -> nanos);
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
    void whatTheKernelHoldsIsLeftAloneUntilItAsksForMore() {
        world.running("u1");
        usage = new Held(4L << 30, 100, OutOfMemory.NO, false);
        round();
        assertThat(world.units.killed).isEmpty();

        usage = new Held(4L << 30, 100, OutOfMemory.NO, true);
        round();

        endedBecause("over its limit of 100 processes and threads (agents.dev.processes), the"
                + " kernel refused more");
    }

    /** The limit that it was started with, whatever the settings have become. */
    @Test
    void whatTheKernelEndedNamesTheLimitItWasHeldTo() {
        world.running("u1");
        usage = new Held(2L << 30, 100, OutOfMemory.OF_THE_RUN, false);
        round();

        endedBecause("over its limit of 2GB of memory (agents.dev.memory), ended by the kernel");
    }

    @Test
    void whoeverFoundTheEndSaysWhatTheKernelDid() {
        Run run = world.running("u1");
        RunFacts facts =
                new RunFacts(world.store, world::nudge, RunWorld.CLOCK, "test", overuse::held);
        usage = new Taken(Long.MAX_VALUE, 1);
        assertThat(facts.died(run, "gone")).isEqualTo(new RunFacts.End(run, RunState.LOST, "gone"));

        usage = new Held(4L << 30, 100, OutOfMemory.OF_THE_MACHINE, false);
        assertThat(facts.died(run, "gone"))
                .isEqualTo(new RunFacts.End(
                        run,
                        RunState.TIMED_OUT,
                        "ended by the kernel within its limit of 4GB of memory"
                                + " (agents.dev.memory): the machine, or the server's service as a"
                                + " whole, had no more"));

        usage = new Held(4L << 30, 100, OutOfMemory.NO, true);
        facts.exited(run, 2);
        assertThat(world.run("u1").reason())
                .isEqualTo("exit code 2; over its limit of 100 processes and threads"
                        + " (agents.dev.processes), the kernel refused more");
    }

    @Test
    void whatSucceededDidWithoutWhatItWasRefused() {
        usage = new Held(4L << 30, 100, OutOfMemory.NO, true);
        new RunFacts(world.store, world::nudge, RunWorld.CLOCK, "test", overuse::held)
                .exited(world.running("u1"), 0);

        assertThat(world.run("u1").reason()).isEqualTo("exit code 0");
    }

    @Test
    void ofADeployTheKernelHoldsNothing() {
        usage = new Held(4L << 30, 100, OutOfMemory.OF_THE_RUN, true);

        assertThat(overuse.held(world.running("u1", JobKind.DEPLOY))).isEmpty();
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
