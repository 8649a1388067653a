package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatList;

import dev.baton.model.Command;
import dev.baton.model.DeploymentState;
import dev.baton.model.Hold;
import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.QueuePlace;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.store.DeploymentWrites.NewDeployment;
import dev.baton.store.HoldWrites.NewHold;
import dev.baton.store.LookReads.Rest;
import dev.baton.store.Tx;
import dev.baton.store.WorkReads.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which tasks there is a reason to look at, and who gives one. */
abstract class LookContract extends StoreContract {
    private static final TaskId NONE = new TaskId(0);

    private List<TaskId> due() {
        return due(NOW);
    }

    private List<TaskId> due(Instant now) {
        return read(reads -> reads.looks().due(now, incarnation, NONE, 99));
    }

    private void write(Consumer<Tx> work) {
        commit(tx -> {
            work.accept(tx);
            return true;
        });
    }

    /** A task whose driver left it, as it is now. */
    private void rests(Task task, @Nullable Instant lookAt, boolean shared) {
        long epoch = task(task.id()).epoch();
        Rest before = read(reads -> reads.looks().rest(task.id()));
        Rest left = new Rest(
                epoch,
                lookAt,
                shared ? (Long) before.shared() : null,
                before.shared(),
                before.marks());
        assertThat(held(tx -> tx.looks().rested(task.id(), epoch, left))).isTrue();
    }

    private Task waiting() {
        Task task = inStage(REVIEW);
        rests(task, null, false);
        return task;
    }

    @Test
    void aTaskIsDueUntilItsDriverLeavesIt() {
        Task task = inStage(REVIEW);
        assertThat(due()).containsExactly(task.id());
        rests(task, null, false);
        assertThat(due()).isEmpty();
    }

    @Test
    void whateverMovesTheEpochIsAReason() {
        Task task = waiting();
        assertThat(held(tx -> tx.tasks().guardOwnerless(task.id(), task.epoch(), REVIEW, NOW)))
                .isTrue();
        assertThat(due()).containsExactly(task.id());
    }

    @Test
    void aTaskIsNotLeftAtAnEpochThatIsOver() {
        Task task = waiting();
        held(tx -> tx.tasks().guardOwnerless(task.id(), task.epoch(), REVIEW, NOW));
        Rest seen = read(reads -> reads.looks().rest(task.id()));
        assertThat(held(tx -> tx.looks().rested(task.id(), task.epoch(), seen))).isFalse();
    }

    @Test
    void whoIsOwnedHereIsNotDueAndWhoIsOwnedByAnotherStartIs() {
        Task task = owned(7);
        assertThat(due()).isEmpty();
        long next = commit(tx -> tx.tasks().startIncarnation("host", PROCESS, NOW));
        assertThatList(read(reads -> reads.looks().due(NOW, next, NONE, 9)))
                .containsExactly(task.id());
    }

    @Test
    void aTimeIsAReasonFromThenOn() {
        Task task = inStage(REVIEW);
        rests(task, LATER, false);
        assertThat(due(LATER.minusMillis(1))).isEmpty();
        assertThat(due(LATER)).containsExactly(task.id());
    }

    @Test
    void whatIsOverIsNeverDue() {
        Task task = waiting();
        write(tx -> tx.history().command(command(task)));
        held(tx -> tx.tasks().become(task.id(), task.epoch(), TaskStatus.CANCELLED, null, NOW));
        assertThat(due(LATER)).isEmpty();
        assertThatList(read(reads -> reads.looks().open(incarnation, NONE, 9))).isEmpty();
    }

    private static Command command(Task task) {
        return new Command(
                "c1", task.id(), Command.Kind.PAUSE, null, null, null, "ann", task.epoch(), NOW);
    }

    @Test
    void aCommandIsAReason() {
        Task task = waiting();
        write(tx -> tx.history().command(command(task)));
        assertThat(due()).containsExactly(task.id());
    }

    @Test
    void aGrantAndTheEndOfARunAreReasons() {
        Task task = inStage(DEVELOPMENT);
        Job job = newJob(task, "developer");
        rests(task, null, false);
        write(tx -> tx.work().grant(job.id(), NOW));
        assertThat(due()).containsExactly(task.id());
        Run run = newRun(newJob(inStage(DEVELOPMENT), "developer"), 1);
        Task runs = task(run.task());
        rests(task, null, false);
        rests(runs, null, false);
        write(tx -> tx.work().ended(run.unit(), RunState.LOST, null, "it is gone", NOW));
        assertThat(due()).containsExactly(runs.id());
    }

    @Test
    void whoBecomesHeadHasAReasonAndTheOthersHaveNone() {
        List<Task> queue = List.of(inStage(REVIEW), inStage(REVIEW), inStage(REVIEW));
        queue.forEach(task -> write(
                tx -> tx.queue().join(new QueuePlace("SHOP", "main", task.id(), 1, 0, NOW, null))));
        queue.forEach(task -> rests(task, null, false));
        write(tx -> tx.queue().leave(queue.getFirst().id(), LATER));
        assertThat(due()).containsExactly(queue.get(1).id());
    }

    @Test
    void timeInAQueueIsNoReason() {
        Task task = inStage(REVIEW);
        write(tx -> tx.queue().join(new QueuePlace("SHOP", "main", task.id(), 1, 0, NOW, null)));
        rests(task, null, true);
        write(tx -> tx.queue().watched(Duration.ofHours(2), Duration.ofHours(1)));
        assertThat(due()).isEmpty();
    }

    @Test
    void aHoldConcernsWhoWaitsForWhatIsSharedAndNobodyElse() {
        waiting();
        Task shares = inStage(REVIEW);
        rests(shares, null, true);
        Hold hold = commit(tx -> tx.holds()
                .place(new NewHold(Hold.Kind.BASE, "SHOP", "main", "freeze", "ann", null, NOW)));
        assertThat(due()).containsExactly(shares.id());
        rests(shares, null, true);
        assertThat(due()).isEmpty();
        write(tx -> tx.holds().release(hold.id(), "ann", LATER));
        assertThat(due()).containsExactly(shares.id());
    }

    @Test
    void whatAnotherDeploysConcernsWhoWaitsForWhatIsShared() {
        waiting();
        Task shares = inStage(REVIEW);
        rests(shares, null, true);
        Run run = newRun();
        rests(task(run.task()), null, false);
        NewDeployment line = new NewDeployment(
                "SHOP", "staging", 1, run.task(), run.visit(), SHA_A, null, run.unit(), NOW);
        assertThat(held(tx -> tx.deployments().intend(line))).isTrue();
        assertThat(due()).containsExactly(shares.id());

        rests(shares, null, true);
        becomes(line, DeploymentState.INTENDED, DeploymentState.VERIFYING);
        assertThat(due()).as("under way before and after").containsExactly(run.task());

        becomes(line, DeploymentState.VERIFYING, DeploymentState.HEALTHY);
        assertThat(due()).containsExactly(shares.id(), run.task());
    }

    private void becomes(NewDeployment line, DeploymentState from, DeploymentState to) {
        assertThat(held(tx -> tx.deployments().becomes(line.unit(), from, to, "found", NOW)))
                .isTrue();
    }

    /** It was read before the fact was written: what the driver decided knows nothing of it. */
    @Test
    void whatWasWrittenAfterTheLookStaysAReason() {
        Task task = inStage(REVIEW);
        Rest seen = read(reads -> reads.looks().rest(task.id()));
        Rest left = new Rest(task.epoch(), null, (Long) seen.shared(), seen.shared(), seen.marks());
        write(tx -> tx.history().command(command(task)));
        assertThat(held(tx -> tx.looks().rested(task.id(), task.epoch(), left))).isTrue();
        assertThat(due()).containsExactly(task.id());

        rests(task, null, true);
        assertThat(due()).isEmpty();
        Rest before = read(reads -> reads.looks().rest(task.id()));
        commit(tx -> tx.holds()
                .place(new NewHold(Hold.Kind.BASE, "SHOP", "main", "freeze", "ann", null, NOW)));
        assertThat(held(tx -> tx.looks().rested(task.id(), task.epoch(), before)))
                .isTrue();
        assertThat(due())
                .as("left with what was seen, not with what is")
                .containsExactly(task.id());
    }

    @Test
    void arePagesByNumber() {
        List<TaskId> all = List.of(
                inStage(REVIEW).id(), inStage(REVIEW).id(), inStage(REVIEW).id());
        assertThatList(read(reads -> reads.looks().due(NOW, incarnation, NONE, 2)))
                .isEqualTo(all.subList(0, 2));
        assertThatList(read(reads -> reads.looks().due(NOW, incarnation, all.get(1), 2)))
                .containsExactly(all.get(2));
        assertThatList(read(reads -> reads.looks().open(incarnation, all.get(0), 1)))
                .containsExactly(all.get(1));
    }

    @Test
    void linesAreReadOfOneKindAndAsFarAsTheyMayBeGranted() {
        Task task = inStage(DEVELOPMENT);
        newJob(task, "developer", 0, NOW);
        newJob(inStage(DEVELOPMENT), "developer", 5, NOW);
        newJob(inStage(DEVELOPMENT), "developer", 9, LATER);
        newJob(inStage(REVIEW), "reviewer", 0, NOW);
        assertThatList(read(reads -> reads.work().lines(JobKind.AGENT)))
                .containsExactlyInAnyOrder(
                        new Line(JobKind.AGENT, "SHOP", "developer"),
                        new Line(JobKind.AGENT, "SHOP", "reviewer"));
        assertThatList(read(reads -> reads.work().lines(JobKind.GATE))).isEmpty();
        Line line = new Line(JobKind.AGENT, "SHOP", "developer");
        assertThatList(read(reads -> reads.work().grantable(NOW, line, 9)))
                .extracting(waiting -> waiting.job().priority())
                .containsExactly(5, 0);
        assertThatList(read(reads -> reads.work().grantable(LATER, line, 1)))
                .extracting(waiting -> waiting.job().priority())
                .containsExactly(9);
    }
}
