package dev.baton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.JobKind;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.runs.RunUnit.Exited;
import dev.baton.runs.RunUnit.Gone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunMonitorTest {
    private static final Duration ROUND = Duration.ofMinutes(4);

    @TempDir
    Path folder;

    private RunWorld world;
    private RunMonitor monitor;
    private int suspicions;

    @BeforeEach
    void open() {
        world = new RunWorld(folder);
        monitor = new RunMonitor(
                world.store,
                world.units,
                new Sightings(world.units),
                world.facts(),
                Runnable::run,
                () -> suspicions++);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void writesAnExitOnceAndNudges() {
        Run run = world.running("u1");
        world.units.is("u1", new Exited(7));

        round();
        long commits = world.store.counters().commits();
        round();

        assertThat(world.run("u1").state()).isEqualTo(RunState.EXITED);
        assertThat(world.run("u1").exitCode()).isEqualTo(7);
        assertThat(world.run("u1").finishedAt()).isEqualTo(RunWorld.NOW);
        assertThat(world.nudged).containsExactly(run.task());
        assertThat(world.store.counters().commits()).isEqualTo(commits);
    }

    /** The file may be written over; what was read first is the result, and is taken once. */
    @Test
    void theFirstExitCodeCounts() {
        Run run = world.running("u1");
        world.units.is("u1", new Exited(7));
        round();
        world.units.is("u1", new Exited(0));
        round();

        assertThat(world.run("u1").exitCode()).isEqualTo(7);
        assertThat(world.nudged).containsExactly(run.task());
    }

    @Test
    void leavesWhatSomebodyElseWroteBefore() {
        world.running("u1");
        world.units.is("u1", new Exited(0));
        List<Run> stale = world.store.read(reads -> reads.work().unfinishedRuns());
        world.commit(tx ->
                tx.work().ended("u1", RunState.KILLED, null, "a person stopped it", RunWorld.NOW));

        world.facts().exited(stale.getFirst(), 0);

        assertThat(world.run("u1").state()).isEqualTo(RunState.KILLED);
        assertThat(world.nudged).isEmpty();
    }

    @Test
    void addsUpWatchedTimeInOneTransactionForAll() {
        world.running("u1");
        world.running("u2");
        world.units.isAlive("u1");
        world.units.isAlive("u2");
        long before = world.store.counters().commits();

        round();

        assertThat(world.run("u1").watched()).isEqualTo(ROUND);
        assertThat(world.run("u2").watched()).isEqualTo(ROUND);
        assertThat(world.store.counters().commits()).isEqualTo(before + 1);
    }

    @Test
    void leavesIntendedRunsToTheDriver() {
        world.intended("u1", JobKind.AGENT);
        world.units.is("u1", new Exited(0));

        round();
        round();

        assertThat(world.run("u1").state()).isEqualTo(RunState.INTENDED);
        assertThat(world.run("u1").watched()).isZero();
    }

    @Test
    void oneBadRunDoesNotStopTheRound() {
        world.running("bad");
        world.running("good");
        world.units.is("good", new Exited(0));

        round();

        assertThat(world.run("bad").state()).isEqualTo(RunState.RUNNING);
        assertThat(world.run("good").state()).isEqualTo(RunState.EXITED);
    }

    @Test
    void looksAtOnceWhenAnEndIsNoticed() {
        Run run = world.running("u1");
        world.units.isAlive("u1");
        monitor.runStarted("u1");
        monitor.runStarted("u1");
        assertThat(world.units.asked).isEqualTo(1);

        world.units.exits("u1", 3);

        assertThat(world.run("u1").exitCode()).isEqualTo(3);
        assertThat(world.nudged).containsExactly(run.task());
    }

    @Test
    void asksForTheNoticeOfARunThatItFinds() {
        world.running("u1");
        world.units.isAlive("u1");
        round();

        world.units.exits("u1", 3);

        assertThat(world.run("u1").state()).isEqualTo(RunState.EXITED);
    }

    /** Giving up is the reaper's: with it switched off nothing is ever given up. */
    @Test
    void givesNothingUp() {
        world.running("u1");
        world.units.is("u1", new Gone(true, "its namespace is empty"));

        round();
        round();
        round();

        assertThat(world.run("u1").state()).isEqualTo(RunState.RUNNING);
    }

    @Test
    void wakesWhoJudgesWhenAnEndIsNoticedWithoutAnExitCode() {
        world.running("u1");
        world.units.isAlive("u1");
        round();
        world.units.seemsGone("u1");

        world.units.notice("u1");

        assertThat(suspicions).isEqualTo(1);
        assertThat(world.run("u1").state()).isEqualTo(RunState.RUNNING);
    }

    private void round() {
        monitor.runOnce(ROUND);
    }
}
