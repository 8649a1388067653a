package dev.baton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.JobKind;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.runs.RunUnit.Exited;
import dev.baton.runs.RunUnit.Gone;
import dev.baton.runs.RunUnit.Nothing;
import dev.baton.runs.RunUnit.Rebooted;
import dev.baton.runs.RunUnit.Unclear;
import dev.baton.store.Reads;
import dev.baton.store.Store;
import dev.baton.store.WriteResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReaperTest {
    private static final Duration SILENCE = Duration.ofMinutes(10);
    private static final Duration ROUND = Duration.ofMinutes(4);

    @TempDir
    Path folder;

    private RunWorld world;
    private Sightings sightings;
    private final Set<TaskId> busy = new HashSet<>();
    private Reaper reaper;

    @BeforeEach
    void open() {
        world = new RunWorld(folder);
        sightings = new Sightings(world.units);
        reaper = newReaper(ReapingSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void givesUpWhatSeemsDeadOnlyAfterSoManyRoundsInARow() {
        world.running("u1");
        world.units.seemsGone("u1");
        round();
        world.units.isAlive("u1");
        round();
        world.units.seemsGone("u1");
        round();
        assertThat(world.run("u1").state()).isEqualTo(RunState.RUNNING);

        round();

        assertThat(world.run("u1").state()).isEqualTo(RunState.LOST);
        assertThat(world.run("u1").reason()).isEqualTo("seems gone");
    }

    @Test
    void givesUpAtOnceWhatIsProvenDead() {
        world.running("u1");
        world.units.is("u1", new Gone(true, "its namespace is empty"));

        round();

        assertThat(world.run("u1").state()).isEqualTo(RunState.LOST);
    }

    /** A hundred that die at once must not cost a hundred commits. */
    @Test
    void whatDiesAtOnceIsWrittenInOneTransaction() {
        for (int i = 0; i < 5; i++) {
            world.running("u" + i);
            world.units.is("u" + i, new Gone(true, "its namespace is empty"));
        }
        long before = world.store.counters().commits();
        reaper.runOnce(Duration.ZERO);
        assertThat(world.store.counters().commits()).isEqualTo(before + 1);
        assertThat(world.nudged).hasSize(5);
        assertThat(world.run("u0").state()).isEqualTo(RunState.LOST);
        assertThat(world.run("u4").state()).isEqualTo(RunState.LOST);
        assertThat(reaper.figures().now().byTier()).containsEntry(1, 5L);
    }

    /** Nobody may keep the others from being given up for ever. */
    @Test
    void whatIsRefusedTogetherIsWrittenOneByOne() {
        RunFacts refused = new RunFacts(
                new RefusesTogether(world.store), world::nudge, RunWorld.CLOCK, "test");
        reaper = newReaper(ReapingSettings.DEFAULT, refused);
        for (int i = 0; i < 3; i++) {
            world.running("u" + i);
            world.units.is("u" + i, new Gone(true, "its namespace is empty"));
        }
        reaper.runOnce(Duration.ZERO);
        assertThat(world.run("u2").state()).isEqualTo(RunState.LOST);
        assertThat(world.nudged).hasSize(3);
    }

    /** Somebody wrote the end of one of them before; the others are none the worse for it. */
    @Test
    void ofThoseWrittenTogetherOnlyTheUnwrittenOnesCount() {
        List<RunFacts.End> ends = IntStream.range(0, 3)
                .mapToObj(i -> new RunFacts.End(world.running("u" + i), RunState.LOST, "gone"))
                .toList();
        world.commit(tx -> tx.work().ended("u1", RunState.EXITED, 0, "exit code 0", RunWorld.NOW));
        assertThat(world.facts().ended(ends)).containsExactly(ends.get(0), ends.get(2));
        assertThat(world.run("u1").state()).isEqualTo(RunState.EXITED);
        assertThat(world.nudged)
                .containsExactly(ends.get(0).run().task(), ends.get(2).run().task());
    }

    /** To kill may take long; the others' next attempts need not wait for it. */
    @Test
    void whatIsKnownIsWrittenBeforeALivingRunIsEnded() {
        for (String unit : new String[] {"dies", "silent"}) {
            world.running(unit);
            world.units.isAlive(unit);
        }
        world.units.printed("dies", OptionalLong.empty());
        world.units.printed("silent", OptionalLong.of(1));
        rounds(3);
        world.units.is("dies", new Gone(true, "its namespace is empty"));
        List<String> seen = new ArrayList<>();
        world.units.beforeKill =
                unit -> seen.add(unit + ", the other " + world.run("dies").state());

        round();

        assertThat(seen).containsExactly("dies, the other RUNNING", "silent, the other LOST");
    }

    @Test
    void takesWhatTheRunMonitorSawAndCountsEachLookOnce() {
        RunMonitor monitor = new RunMonitor(
                world.store, world.units, sightings, world.facts(), Runnable::run, () -> {});
        world.running("u1");
        world.units.seemsGone("u1");

        monitor.runOnce(Duration.ZERO);
        reaper.runOnce(Duration.ZERO);
        assertThat(world.units.looks).isEqualTo(1);

        world.units.isAlive("u1");
        reaper.runOnce(Duration.ZERO);
        assertThat(world.units.looks).isEqualTo(2);
        assertThat(world.run("u1").state()).isEqualTo(RunState.RUNNING);
    }

    /** W14: the wall clock stamps what is written, and is asked for nothing. */
    @Test
    void w14AWallClockThatJumpsReapsNobody() {
        Instant[] now = {RunWorld.NOW};
        RunFacts jumping = new RunFacts(world.store, world::nudge, () -> now[0], "test");
        Reaper jumpy = new Reaper(
                world.store,
                world.units,
                ReapingSettings.DEFAULT,
                _ -> Optional.of(SILENCE),
                busy::contains,
                new Reaper.Ways(
                        sightings, world::nudge, jumping, new Alerts(world.store, () -> now[0])));
        world.running("u1");
        world.units.isAlive("u1");
        for (int hours : new int[] {10, -20, 1000}) {
            now[0] = RunWorld.NOW.plus(Duration.ofHours(hours));
            jumpy.runOnce(Duration.ofSeconds(5));
            jumping.watched(Duration.ofSeconds(5));
        }
        assertThat(world.run("u1").state()).isEqualTo(RunState.RUNNING);
        assertThat(world.run("u1").watched()).isEqualTo(Duration.ofSeconds(15));
        assertThat(world.units.killed).isEmpty();
    }

    /** River #1302: between the look and the write the run ended and was taken. */
    @Test
    void writesNothingOverAResultThatCameMeanwhile() {
        Run seen = world.running("u1");
        world.commit(tx -> tx.work().ended("u1", RunState.EXITED, 0, "exit code 0", RunWorld.NOW));
        world.commit(tx -> tx.work().consume("u1", null));
        assertThat(world.facts().ended(seen, RunState.LOST, "seems gone")).isFalse();
        assertThat(world.run("u1").state()).isEqualTo(RunState.EXITED);
        assertThat(world.nudged).isEmpty();
    }

    /** W25 over several rounds: the exit file that comes late wins. */
    @Test
    void believesAnExitFileThatComesAfterItSeemedDead() {
        world.running("u1");
        world.units.seemsGone("u1");
        round();
        world.units.is("u1", new Exited(0));

        round();

        assertThat(world.run("u1").state()).isEqualTo(RunState.EXITED);
    }

    @Test
    void doesNotChargeTheMachinesDeath() {
        world.running("u1");
        world.units.is("u1", new Rebooted());

        round();

        assertThat(world.run("u1").state()).isEqualTo(RunState.LOST_INFRA);
    }

    @Test
    void endsWhatIsOverItsLimitAlsoAcrossARestart() {
        world.running("u1");
        world.units.isAlive("u1");
        world.units.printed("u1", OptionalLong.empty());
        rounds(6);
        reaper = newReaper(ReapingSettings.DEFAULT);
        rounds(5);
        assertThat(world.run("u1").state()).isEqualTo(RunState.RUNNING);

        round();

        assertThat(world.units.killed).containsExactly("u1");
        assertThat(world.run("u1").state()).isEqualTo(RunState.TIMED_OUT);
        assertThat(world.run("u1").reason()).isEqualTo("over its limit of 45m");
    }

    @Test
    void believesTheExitFileThatAKillFinds() {
        world.running("u1");
        world.units.isAlive("u1");
        world.units.printed("u1", OptionalLong.empty());
        rounds(11);
        world.units.endsBeforeItIsKilled("u1", 0);

        round();

        assertThat(world.run("u1").state()).isEqualTo(RunState.EXITED);
        assertThat(world.run("u1").exitCode()).isZero();
    }

    @Test
    void endsWhatPrintsNothingForTooLong() {
        world.running("u1");
        world.units.isAlive("u1");
        world.units.printed("u1", OptionalLong.of(5));
        rounds(3);
        world.units.printed("u1", OptionalLong.of(6));
        rounds(3);
        assertThat(world.run("u1").state()).isEqualTo(RunState.RUNNING);

        round();

        assertThat(world.run("u1").state()).isEqualTo(RunState.TIMED_OUT);
        assertThat(world.run("u1").reason()).isEqualTo("no output for 10m");
    }

    @Test
    void triesAgainWhatCannotBeEnded() {
        world.running("u1");
        world.units.isAlive("u1");
        world.units.survivesKill("u1");

        rounds(5);

        assertThat(world.units.killed).hasSizeGreaterThan(1).containsOnly("u1");
        assertThat(world.run("u1").state()).isEqualTo(RunState.RUNNING);
        assertThat(world.nudged).isEmpty();
    }

    @Test
    void endsWhoseFolderVanished() {
        world.running("u1");
        world.units.is("u1", new Nothing());

        round();
        assertThat(world.run("u1").state()).isEqualTo(RunState.RUNNING);
        round();

        assertThat(world.units.killed).containsExactly("u1");
        assertThat(world.run("u1").state()).isEqualTo(RunState.LOST);
    }

    @Test
    void takesAnUnclearAnswerForNothing() {
        world.running("u1");
        world.units.seemsGone("u1");
        round();
        world.units.is("u1", new Unclear("cannot read /proc"));
        round();
        world.units.seemsGone("u1");
        round();

        assertThat(world.run("u1").state()).isEqualTo(RunState.RUNNING);
    }

    @Test
    void neverEndsADeploy() {
        world.running("over", JobKind.DEPLOY);
        world.units.isAlive("over");
        world.running("vanished", JobKind.DEPLOY);
        world.units.is("vanished", new Nothing());

        rounds(20);

        assertThat(world.units.killed).isEmpty();
        assertThat(world.run("over").state()).isEqualTo(RunState.IN_DOUBT);
        assertThat(world.run("vanished").state()).isEqualTo(RunState.IN_DOUBT);
    }

    /** Its environment is asked by the driver; a dead process is all that is known here. */
    @Test
    void aDeployThatIsDeadIsLostAndNobodyIsKilled() {
        world.running("u1", JobKind.DEPLOY);
        world.units.is("u1", new Gone(true, "its namespace is empty"));

        round();

        assertThat(world.units.killed).isEmpty();
        assertThat(world.run("u1").state()).isEqualTo(RunState.LOST);
    }

    @Nested
    class Leftovers {
        @Test
        void ofATaskThatIsOverAreEndedAndNotRevived() {
            Run run = world.running("u1");
            world.enter(world.task(run), StageId.DONE, TaskStatus.DONE);
            world.units.isAlive("u1");

            round();

            assertThat(world.units.killed).containsExactly("u1");
            assertThat(world.run("u1").state()).isEqualTo(RunState.CANCELLED);
        }

        @Test
        void ofAVisitThatWasLeftAreSuperseded() {
            Run run = world.running("u1");
            world.enter(world.task(run), new StageId("review"), TaskStatus.LIVE);
            world.units.isAlive("u1");

            round();

            assertThat(world.run("u1").state()).isEqualTo(RunState.SUPERSEDED);
        }

        @Test
        void thatDeployAreLeftAlone() {
            Run run = world.running("u1", JobKind.DEPLOY);
            world.enter(world.task(run), new StageId("review"), TaskStatus.LIVE);
            world.units.isAlive("u1");

            round();

            assertThat(world.units.killed).isEmpty();
            assertThat(world.run("u1").state()).isEqualTo(RunState.RUNNING);
        }
    }

    /** Tier 2. */
    @Nested
    class NotTaken {
        private Run ended() {
            world.running("u1");
            world.commit(
                    tx -> tx.work().ended("u1", RunState.EXITED, 0, "exit code 0", RunWorld.NOW));
            return world.run("u1");
        }

        private void seconds(int seconds) {
            reaper.runOnce(Duration.ofSeconds(seconds));
        }

        @Test
        void isNudgedOnceTheGraceIsOver() {
            Run run = ended();
            seconds(30);
            seconds(29);
            assertThat(world.nudged).isEmpty();

            seconds(1);

            assertThat(world.nudged).containsExactly(run.task());
        }

        /** A hundred that end at once must not cost a hundred commits a round. */
        @Test
        void areAgedInOneTransaction() {
            for (int i = 0; i < 5; i++) {
                String unit = "u" + i;
                world.running(unit);
                world.commit(tx ->
                        tx.work().ended(unit, RunState.EXITED, 0, "exit code 0", RunWorld.NOW));
            }
            long before = world.store.counters().commits();
            seconds(5);
            assertThat(world.store.counters().commits()).isEqualTo(before + 1);
            assertThat(world.run("u4").watched()).isEqualTo(Duration.ofSeconds(5));
        }

        @Test
        void growsOlderAcrossARestart() {
            Run run = ended();
            seconds(30);
            reaper = newReaper(ReapingSettings.DEFAULT);
            seconds(30);
            assertThat(world.nudged).containsExactly(run.task());
        }

        @Test
        void isLeftToALivingFinalizerAndCounted() {
            Run run = ended();
            busy.add(run.task());
            seconds(60);
            seconds(5);
            assertThat(world.nudged).isEmpty();
            assertThat(reaper.figures().now().deferred()).isEqualTo(2);
            assertThat(reaper.figures().now().finalizing()).containsExactly(run.jobId());

            busy.clear();
            seconds(5);

            assertThat(world.nudged).containsExactly(run.task());
            assertThat(reaper.figures().now().finalizing()).isEmpty();
        }

        /** The heavy work of a stage is a run, and while it is alive nobody owns the task. */
        @Test
        void isLeftAloneWhileACommandOfTheVisitIsAlive() {
            Run run = ended();
            world.intended(run.task(), 1, "u2", JobKind.GATE);
            world.commit(tx -> tx.work().started("u2", FakeUnits.IDENTITY, RunWorld.NOW));
            world.units.isAlive("u2");
            world.units.printed("u2", OptionalLong.empty());

            seconds(60);

            assertThat(world.nudged).isEmpty();
        }

        @Test
        void waitsWithAPausedTask() {
            Run run = ended();
            Task task = world.task(run);
            world.commit(tx -> tx.tasks()
                    .become(task.id(), task.epoch(), TaskStatus.PAUSED, null, RunWorld.NOW));

            seconds(120);

            assertThat(world.nudged).isEmpty();
            assertThat(world.run("u1").watched()).isZero();
        }
    }

    /** It is more likely that the look is wrong than that they all died at once. */
    @Nested
    class ManyAtOnce {
        private void sixOfTenSeemDead() {
            IntStream.range(0, 10).mapToObj(i -> "u" + i).forEach(unit -> {
                world.running(unit);
                world.units.isAlive(unit);
                world.units.printed(unit, OptionalLong.empty());
            });
            IntStream.range(0, 6).forEach(i -> world.units.seemsGone("u" + i));
        }

        private long lost() {
            return IntStream.range(0, 10)
                    .filter(i -> world.run("u" + i).state() == RunState.LOST)
                    .count();
        }

        private void tick() {
            reaper.runOnce(Duration.ofSeconds(5));
        }

        @Test
        void areHeldForThreeRoundsThenGivenUpOneARoundWithAnAlert() {
            sixOfTenSeemDead();
            for (int i = 0; i < 3; i++) {
                tick();
                assertThat(lost()).isZero();
                assertThat(reaper.figures().now().breaker()).contains("6 of 10");
            }
            tick();
            assertThat(lost()).isEqualTo(1);
            // Five of the nine that are left: still more than half.
            tick();
            assertThat(lost()).isEqualTo(2);
            // Four are too few to doubt.
            tick();
            assertThat(lost()).isEqualTo(6);
            assertThat(reaper.figures().now().breaker()).isNull();
            assertThat(reaper.figures().now().byTier()).containsEntry(1, 6L);
        }

        @Test
        void areBelievedOnceTheyAreSeenAgain() {
            sixOfTenSeemDead();
            tick();
            tick();
            IntStream.range(0, 6).forEach(i -> world.units.isAlive("u" + i));
            for (int i = 0; i < 5; i++) {
                tick();
            }
            assertThat(lost()).isZero();
        }

        @Test
        void whoseDeathIsProvenAreNotHeld() {
            sixOfTenSeemDead();
            IntStream.range(0, 6)
                    .forEach(i -> world.units.is("u" + i, new Gone(true, "empty namespace")));
            tick();
            assertThat(lost()).isEqualTo(6);
        }
    }

    private Reaper newReaper(ReapingSettings settings) {
        return newReaper(settings, world.facts());
    }

    private Reaper newReaper(ReapingSettings settings, RunFacts facts) {
        return new Reaper(
                world.store,
                world.units,
                settings,
                _ -> Optional.of(SILENCE),
                busy::contains,
                new Reaper.Ways(
                        sightings, world::nudge, facts, new Alerts(world.store, RunWorld.CLOCK)));
    }

    /** As the run monitor adds it up beside it. */
    private void round() {
        reaper.runOnce(ROUND);
        world.facts().watched(ROUND);
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            round();
        }
    }

    /** A database that refuses whatever speaks of more than one run. */
    private record RefusesTogether(Store store) implements Store {
        @Override
        public <T> WriteResult<T> write(String what, Work<T> work) {
            if (what.equals("run facts")) {
                throw new IllegalStateException("write '" + what + "': the database refused it");
            }
            return store.write(what, work);
        }

        @Override
        public <T> T read(Function<Reads, T> work) {
            return store.read(work);
        }

        @Override
        public Counters counters() {
            return store.counters();
        }

        @Override
        public boolean healthy() {
            return store.healthy();
        }

        @Override
        public void close() {}
    }
}
