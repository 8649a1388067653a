package dev.baton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.WorkItem;
import dev.baton.runs.RunUnit.Exited;
import dev.baton.runs.RunUnit.Gone;
import dev.baton.runs.RunUnit.Nothing;
import dev.baton.runs.RunUnit.Rebooted;
import dev.baton.runs.RunUnit.Unclear;
import dev.baton.store.Store;
import dev.baton.store.Store.Step;
import dev.baton.store.TaskWrites.Edge;
import dev.baton.store.TaskWrites.NewTask;
import dev.baton.store.Tx;
import dev.baton.store.WorkWrites.NewJob;
import dev.baton.store.WorkWrites.NewRun;
import dev.baton.store.WriteResult.Committed;
import dev.baton.store.jdbc.SqliteSettings;
import dev.baton.store.jdbc.SqliteStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunMonitorTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration LIMIT = Duration.ofMinutes(45);
    private static final Duration SILENCE = Duration.ofMinutes(10);
    private static final Duration ROUND = Duration.ofMinutes(4);

    @TempDir
    Path folder;

    private final FakeUnits units = new FakeUnits();
    private final List<TaskId> nudged = new ArrayList<>();
    private Store store;
    private RunMonitor monitor;

    @BeforeEach
    void open() {
        store = SqliteStores.open(SqliteSettings.in(folder), () -> {});
        monitor = newMonitor();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void writesAnExitOnceAndNudges() {
        Run run = running("u1");
        units.is("u1", new Exited(7));

        round();
        long commits = store.counters().commits();
        round();

        assertThat(run("u1").state()).isEqualTo(RunState.EXITED);
        assertThat(run("u1").exitCode()).isEqualTo(7);
        assertThat(run("u1").finishedAt()).isEqualTo(NOW);
        assertThat(nudged).containsExactly(run.task());
        assertThat(store.counters().commits()).isEqualTo(commits);
    }

    @Test
    void leavesWhatSomebodyElseWroteBefore() {
        running("u1");
        units.is("u1", new Exited(0));
        List<Run> stale = store.read(reads -> reads.work().unfinishedRuns());
        commit(tx -> tx.work().ended("u1", RunState.KILLED, null, "a person stopped it", NOW));

        new RunFacts(store, this::nudge, InstantSource.fixed(NOW), "run monitor")
                .exited(stale.getFirst(), 0);

        assertThat(run("u1").state()).isEqualTo(RunState.KILLED);
        assertThat(nudged).isEmpty();
    }

    @Test
    void givesUpWhatSeemsDeadOnlyAfterSoManyRoundsInARow() {
        running("u1");
        units.seemsGone("u1");
        round();
        units.isAlive("u1");
        round();
        units.seemsGone("u1");
        round();
        assertThat(run("u1").state()).isEqualTo(RunState.RUNNING);

        round();

        assertThat(run("u1").state()).isEqualTo(RunState.LOST);
        assertThat(run("u1").reason()).isEqualTo("seems gone");
    }

    @Test
    void givesUpAtOnceWhatIsProvenDead() {
        running("u1");
        units.is("u1", new Gone(true, "its namespace is empty"));

        round();

        assertThat(run("u1").state()).isEqualTo(RunState.LOST);
    }

    /** W25 over several rounds: the exit file that comes late wins. */
    @Test
    void believesAnExitFileThatComesAfterItSeemedDead() {
        running("u1");
        units.seemsGone("u1");
        round();
        units.is("u1", new Exited(0));

        round();

        assertThat(run("u1").state()).isEqualTo(RunState.EXITED);
    }

    @Test
    void doesNotChargeTheMachinesDeath() {
        running("u1");
        units.is("u1", new Rebooted());

        round();

        assertThat(run("u1").state()).isEqualTo(RunState.LOST_INFRA);
    }

    @Test
    void addsUpWatchedTimeInOneTransactionForAll() {
        running("u1");
        running("u2");
        units.isAlive("u1");
        units.isAlive("u2");
        long before = store.counters().commits();

        round();

        assertThat(run("u1").watched()).isEqualTo(ROUND);
        assertThat(run("u2").watched()).isEqualTo(ROUND);
        assertThat(store.counters().commits()).isEqualTo(before + 1);
    }

    @Test
    void endsWhatIsOverItsLimitAlsoAcrossARestart() {
        running("u1");
        units.isAlive("u1");
        units.printed("u1", OptionalLong.empty());
        rounds(6);
        monitor = newMonitor();
        rounds(5);
        assertThat(run("u1").state()).isEqualTo(RunState.RUNNING);

        round();

        assertThat(units.killed).containsExactly("u1");
        assertThat(run("u1").state()).isEqualTo(RunState.TIMED_OUT);
        assertThat(run("u1").reason()).isEqualTo("over its limit of 45m");
    }

    @Test
    void believesTheExitFileThatAKillFinds() {
        running("u1");
        units.isAlive("u1");
        units.printed("u1", OptionalLong.empty());
        rounds(11);
        units.endsBeforeItIsKilled("u1", 0);

        round();

        assertThat(run("u1").state()).isEqualTo(RunState.EXITED);
        assertThat(run("u1").exitCode()).isZero();
    }

    @Test
    void endsWhatPrintsNothingForTooLong() {
        running("u1");
        units.isAlive("u1");
        units.printed("u1", OptionalLong.of(5));
        rounds(3);
        units.printed("u1", OptionalLong.of(6));
        rounds(3);
        assertThat(run("u1").state()).isEqualTo(RunState.RUNNING);

        round();

        assertThat(run("u1").state()).isEqualTo(RunState.TIMED_OUT);
        assertThat(run("u1").reason()).isEqualTo("no output for 10m");
    }

    @Test
    void triesAgainWhatCannotBeEnded() {
        running("u1");
        units.isAlive("u1");
        units.survivesKill("u1");

        rounds(5);

        assertThat(units.killed).hasSizeGreaterThan(1).containsOnly("u1");
        assertThat(run("u1").state()).isEqualTo(RunState.RUNNING);
        assertThat(nudged).isEmpty();
    }

    @Test
    void neverEndsADeploy() {
        running("u1", JobKind.DEPLOY);
        units.isAlive("u1");

        rounds(40);

        assertThat(units.killed).isEmpty();
        assertThat(run("u1").state()).isEqualTo(RunState.IN_DOUBT);
        assertThat(run("u1").reason())
                .endsWith("; a deploy is not ended by force")
                .startsWith("over its limit of ");
    }

    @Test
    void aDeployWhoseFolderVanishedIsInDoubt() {
        running("u1", JobKind.DEPLOY);
        units.is("u1", new Nothing());

        round();
        assertThat(run("u1").state()).isEqualTo(RunState.RUNNING);
        round();

        assertThat(units.killed).isEmpty();
        assertThat(run("u1").state()).isEqualTo(RunState.IN_DOUBT);
    }

    @Test
    void leavesIntendedRunsToTheDriver() {
        intended("u1", JobKind.AGENT);
        units.is("u1", new Exited(0));

        rounds(3);

        assertThat(run("u1").state()).isEqualTo(RunState.INTENDED);
        assertThat(run("u1").watched()).isZero();
    }

    @Test
    void endsWhoseFolderVanished() {
        running("u1");
        units.is("u1", new Nothing());

        round();
        assertThat(run("u1").state()).isEqualTo(RunState.RUNNING);
        round();

        assertThat(units.killed).containsExactly("u1");
        assertThat(run("u1").state()).isEqualTo(RunState.LOST);
    }

    @Test
    void takesAnUnclearAnswerForNothing() {
        running("u1");
        units.seemsGone("u1");
        round();
        units.is("u1", new Unclear("cannot read /proc"));
        round();
        units.seemsGone("u1");
        round();

        assertThat(run("u1").state()).isEqualTo(RunState.RUNNING);
    }

    @Test
    void oneBadRunDoesNotStopTheRound() {
        running("bad");
        running("good");
        units.is("good", new Exited(0));

        round();

        assertThat(run("bad").state()).isEqualTo(RunState.RUNNING);
        assertThat(run("good").state()).isEqualTo(RunState.EXITED);
    }

    @Test
    void looksAtOnceWhenAnEndIsNoticed() {
        Run run = running("u1");
        units.isAlive("u1");
        monitor.runStarted("u1");
        monitor.runStarted("u1");
        assertThat(units.asked).isEqualTo(1);

        units.exits("u1", 3);

        assertThat(run("u1").exitCode()).isEqualTo(3);
        assertThat(nudged).containsExactly(run.task());
    }

    @Test
    void asksForTheNoticeOfARunThatItFinds() {
        running("u1");
        units.isAlive("u1");
        round();

        units.exits("u1", 3);

        assertThat(run("u1").state()).isEqualTo(RunState.EXITED);
    }

    @Test
    void aNoticeAloneGivesNothingUp() {
        running("u1");
        units.isAlive("u1");
        round();
        units.seemsGone("u1");

        units.notice("u1");
        units.notice("u1");
        round();

        assertThat(run("u1").state()).isEqualTo(RunState.RUNNING);
    }

    private RunMonitor newMonitor() {
        return new RunMonitor(
                store,
                units,
                this::nudge,
                InstantSource.fixed(NOW),
                RunMonitorSettings.DEFAULT,
                _ -> Optional.of(SILENCE),
                Runnable::run);
    }

    private void nudge(TaskId task, String actor) {
        assertThat(actor).isEqualTo("run monitor");
        nudged.add(task);
    }

    private void round() {
        monitor.runOnce(ROUND);
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            round();
        }
    }

    private Run run(String unit) {
        return store.read(reads -> reads.work().run(unit)).orElseThrow();
    }

    private Run running(String unit) {
        return running(unit, JobKind.AGENT);
    }

    private Run running(String unit, JobKind kind) {
        intended(unit, kind);
        commit(tx -> tx.work().started(unit, FakeUnits.IDENTITY, NOW));
        return run(unit);
    }

    private void intended(String unit, JobKind kind) {
        WorkItem item = new WorkItem("Greet", "Say hello", null, null, "ann", 0);
        Task task = commit(tx -> {
            tx.tasks().keepPipeline("digest", "stages: []");
            return tx.tasks()
                    .insert(new NewTask("SHOP", item, "digest", "main", NOW), key -> "b/" + key);
        });
        StageId stage = new StageId("development");
        commit(tx -> tx.tasks()
                .enter(
                        new Edge(task.id(), task.epoch(), StageId.CREATED, stage),
                        false,
                        TaskStatus.LIVE,
                        NOW));
        Job job = commit(tx ->
                tx.work().queue(new NewJob(task.id(), 1, kind, "developer", null, 2, 0, NOW)));
        commit(tx -> tx.work().grant(job.id(), NOW));
        commit(tx -> tx.work().intend(job, new NewRun(1, unit, LIMIT, null, NOW)));
    }

    private <T> T commit(Function<Tx, T> work) {
        return ((Committed<T>) store.write("test", tx -> Step.commit(work.apply(tx)))).value();
    }
}
