package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatList;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.JobStatus;
import dev.baton.model.Parking;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.Task;
import dev.baton.model.TaskStatus;
import dev.baton.store.TaskWrites.Edge;
import dev.baton.store.WorkReads.Load;
import dev.baton.store.WorkReads.Slot;
import dev.baton.store.WorkReads.Waiting;
import dev.baton.store.WorkWrites.NewRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs and runs. */
abstract class WorkContract extends StoreContract {

    Job job(long id) {
        return read(reads -> reads.work().job(id)).orElseThrow();
    }

    Run run(String unit) {
        return read(reads -> reads.work().run(unit)).orElseThrow();
    }

    void exited(Run run) {
        held(tx -> tx.work().ended(run.unit(), RunState.EXITED, 0, "", LATER));
    }

    @Nested
    class Queue {
        @Test
        void startsWithoutAttemptsAndWithoutAGrant() {
            Task task = inStage(DEVELOPMENT);

            Job job = newJob(task, "developer");

            assertThat(job).isEqualTo(job(job.id()));
            assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
            assertThat(job.attempt()).isZero();
            assertThat(job.grantedAt()).isNull();
            assertThat(job.runAfter()).isEqualTo(NOW);
            assertThatList(read(reads -> reads.work().jobs(task.id(), task.visit())))
                    .containsExactly(job);
            assertThatList(read(reads -> reads.work().jobs(task.id(), task.visit() + 1)))
                    .isEmpty();
        }

        @Test
        void refusesASecondLiveJobOfTheVisitAndName() {
            Task task = inStage(DEVELOPMENT);
            Job first = newJob(task, "tests");

            assertThatThrownBy(() -> newJob(task, "tests"))
                    .message()
                    .containsAnyOf("job.name", "job_live");

            newJob(task, "developer");
            commit(tx -> {
                tx.work().end(first.id(), JobStatus.DONE);
                return true;
            });
            assertThat(newJob(task, "tests").id()).isGreaterThan(first.id());
        }
    }

    @Nested
    class Grant {
        @Test
        void isGivenOnceAndTakenBack() {
            Job job = newJob(inStage(DEVELOPMENT), "developer");

            assertThat(held(tx -> tx.work().grant(job.id(), LATER))).isTrue();
            assertThat(held(tx -> tx.work().grant(job.id(), NOW))).isFalse();
            assertThat(job(job.id()).grantedAt()).isEqualTo(LATER);

            commit(tx -> {
                tx.work().takeBackGrants(job.task());
                return true;
            });
            assertThat(job(job.id()).grantedAt()).isNull();
        }

        @Test
        void isNotGivenToAJobThatRunsOrIsOver() {
            Run run = newRun();
            assertThat(held(tx -> tx.work().grant(run.jobId(), NOW))).isFalse();

            commit(tx -> {
                tx.work().takeBackGrants(run.task());
                tx.work().end(run.jobId(), JobStatus.CANCELLED);
                return true;
            });
            assertThat(job(run.jobId()).grantedAt()).isEqualTo(NOW);
            assertThat(held(tx -> tx.work().grant(run.jobId(), NOW))).isFalse();
        }
    }

    @Nested
    class Intend {
        @Test
        void makesTheJobRunAndTheRunIntended() {
            Run run = newRun();

            assertThat(job(run.jobId()).status()).isEqualTo(JobStatus.RUNNING);
            assertThat(run).isEqualTo(run(run.unit()));
            assertThat(run.state()).isEqualTo(RunState.INTENDED);
            assertThat(run.process()).isNull();
            assertThat(run.limit()).isEqualTo(Duration.ofMinutes(45));
            assertThat(run.headBefore()).isEqualTo(SHA_A);
            assertThat(run.jobName()).isEqualTo("developer");
            assertThat(run.kind()).isEqualTo(JobKind.AGENT);
        }

        @Test
        void needsAGrant() {
            Job job = newJob(inStage(DEVELOPMENT), "developer");

            assertThatThrownBy(() -> commit(tx -> tx.work()
                            .intend(job, new NewRun(1, "u", Duration.ofMinutes(1), null, NOW))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("job " + job.id());
        }

        @Test
        void neverUsesAUnitTwice() {
            Run run = newRun();
            Task other = inStage(REVIEW);
            Job job = newJob(other, "reviewer");
            held(tx -> tx.work().grant(job.id(), NOW));

            assertThatThrownBy(() -> commit(tx -> tx.work()
                            .intend(
                                    job,
                                    new NewRun(1, run.unit(), Duration.ofMinutes(1), null, NOW))))
                    .message()
                    .containsAnyOf("run.unit", "run_unit_key");
            assertThat(job(job.id()).status()).isEqualTo(JobStatus.QUEUED);
        }
    }

    @Nested
    class Requeue {
        @Test
        void countsWhatIsChargedAndTakesTheGrant() {
            Run first = newRun();
            exited(first);
            commit(tx -> {
                tx.work().requeue(first.jobId(), true, false, LATER);
                return true;
            });

            Job job = job(first.jobId());
            assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
            assertThat(job.attempt()).isEqualTo(1);
            assertThat(job.infraLost()).isZero();
            assertThat(job.grantedAt()).isNull();
            assertThat(job.runAfter()).isEqualTo(LATER);

            Run second = newRun(job, 2);
            exited(second);
            commit(tx -> {
                tx.work().requeue(job.id(), false, true, LATER);
                return true;
            });
            assertThat(job(job.id()).attempt()).isEqualTo(1);
            assertThat(job(job.id()).infraLost()).isEqualTo(1);
        }

        @Test
        void refusesAJobThatDoesNotRun() {
            Job job = newJob(inStage(DEVELOPMENT), "developer");

            assertThatThrownBy(() -> commit(tx -> {
                        tx.work().requeue(job.id(), true, false, LATER);
                        return true;
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("job " + job.id());
        }
    }

    @Nested
    class End {
        @Test
        void leavesATerminalJobAsItIs() {
            Job job = newJob(inStage(DEVELOPMENT), "developer");

            commit(tx -> {
                tx.work().end(job.id(), JobStatus.FAILED);
                tx.work().end(job.id(), JobStatus.DONE);
                tx.work().endJobs(job.task(), job.visit(), JobStatus.CANCELLED);
                return true;
            });

            assertThat(job(job.id()).status()).isEqualTo(JobStatus.FAILED);
        }

        @Test
        void ofTheVisitEndsEveryLiveJobOfItAndNoOther() {
            Task task = inStage(DEVELOPMENT);
            Job one = newJob(task, "developer");
            Job two = newJob(task, "tests");
            Job other = newJob(inStage(DEVELOPMENT), "developer");

            commit(tx -> {
                tx.work().endJobs(task.id(), task.visit(), JobStatus.CANCELLED);
                tx.work().endJobs(other.task(), other.visit() + 1, JobStatus.CANCELLED);
                return true;
            });

            assertThat(job(one.id()).status()).isEqualTo(JobStatus.CANCELLED);
            assertThat(job(two.id()).status()).isEqualTo(JobStatus.CANCELLED);
            assertThat(job(other.id()).status()).isEqualTo(JobStatus.QUEUED);
        }

        @Test
        void isNotARunningStatus() {
            assertThatThrownBy(() -> commit(tx -> {
                        tx.work().end(1, JobStatus.QUEUED);
                        return true;
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void renewGivesFreshAttempts() {
            Run run = newRun();
            exited(run);
            commit(tx -> {
                tx.work().requeue(run.jobId(), true, true, NOW);
                tx.work().end(run.jobId(), JobStatus.FAILED);
                tx.work().renew(run.jobId(), LATER);
                return true;
            });

            Job job = job(run.jobId());
            assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
            assertThat(job.attempt()).isZero();
            assertThat(job.infraLost()).isZero();
            assertThat(job.grantedAt()).isNull();
            assertThat(job.runAfter()).isEqualTo(LATER);
        }
    }

    @Nested
    class RunFacts {
        @Test
        void startedIsWrittenOnce() {
            Run run = newRun();

            assertThat(held(tx -> tx.work().started(run.unit(), PROCESS, LATER)))
                    .isTrue();
            assertThat(held(tx -> tx.work().started(run.unit(), PROCESS, NOW))).isFalse();

            assertThat(run(run.unit()).state()).isEqualTo(RunState.RUNNING);
            assertThat(run(run.unit()).process()).isEqualTo(PROCESS);
            assertThat(run(run.unit()).startedAt()).isEqualTo(LATER);
        }

        @Test
        void theSecondEndChangesNothing() {
            Run run = newRun();
            held(tx -> tx.work().started(run.unit(), PROCESS, NOW));

            assertThat(held(tx -> tx.work().ended(run.unit(), RunState.EXITED, 3, "exit 3", LATER)))
                    .isTrue();
            Run exited = run(run.unit());
            assertThat(held(tx -> tx.work().ended(run.unit(), RunState.LOST, null, "no exit", NOW)))
                    .isFalse();
            assertThat(held(tx -> tx.work().started(run.unit(), PROCESS, NOW))).isFalse();

            assertThat(run(run.unit())).isEqualTo(exited);
            assertThat(exited.exitCode()).isEqualTo(3);
            assertThat(exited.finishedAt()).isEqualTo(LATER);
            assertThat(exited.watched()).isZero();
        }

        @ParameterizedTest
        @EnumSource(RunState.class)
        void endsInEveryTerminalStateAndNoOther(RunState state) {
            Run run = newRun();
            Integer exitCode = state == RunState.EXITED ? 0 : null;

            if (state.terminal()) {
                assertThat(held(tx -> tx.work().ended(run.unit(), state, exitCode, "why", LATER)))
                        .isTrue();
                assertThat(run(run.unit()).state()).isEqualTo(state);
            } else {
                assertThatThrownBy(() -> held(
                                tx -> tx.work().ended(run.unit(), state, exitCode, "why", LATER)))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }

        @Test
        void theExitCodeComesWithExitedOnly() {
            Run run = newRun();

            assertThatThrownBy(() ->
                            held(tx -> tx.work().ended(run.unit(), RunState.LOST, 1, "", LATER)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> held(
                            tx -> tx.work().ended(run.unit(), RunState.EXITED, null, "", LATER)))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void watchedTimeAddsUpUntilTheEnd() {
            Run run = newRun();
            Run intended = newRun();
            held(tx -> tx.work().started(run.unit(), PROCESS, NOW));
            commit(tx -> {
                tx.work().watched(Duration.ofSeconds(5));
                tx.work().watched(Duration.ofMillis(250));
                tx.work().watched(run.unit(), Duration.ofHours(1));
                return true;
            });
            assertThat(run(run.unit()).watched()).isEqualTo(Duration.ofMillis(5_250));
            assertThat(run(intended.unit()).watched()).isZero();
        }

        @Test
        void watchedTimeBeginsAnewAtTheEndAndStopsWhenItIsTaken() {
            Run run = newRun();
            held(tx -> tx.work().started(run.unit(), PROCESS, NOW));
            commit(tx -> {
                tx.work().watched(Duration.ofSeconds(5));
                return true;
            });
            exited(run);
            commit(tx -> {
                tx.work().watched(run.unit(), Duration.ofSeconds(7));
                tx.work().watched(Duration.ofHours(1));
                return true;
            });
            assertThat(run(run.unit()).watched()).isEqualTo(Duration.ofSeconds(7));

            held(tx -> tx.work().consume(run.unit(), null));
            commit(tx -> {
                tx.work().watched(run.unit(), Duration.ofSeconds(7));
                return true;
            });
            assertThat(run(run.unit()).watched()).isEqualTo(Duration.ofSeconds(7));
        }

        @Test
        void aRunThatEndedWellAndIsRefusedCountsAsFailedWithTheReason() {
            Run run = newRun();
            exited(run);
            held(tx -> {
                tx.work().refused(run.unit(), "it is not fit");
                return true;
            });
            assertThat(run(run.unit()).exitCode()).isEqualTo(Run.REFUSED);
            assertThat(run(run.unit()).reason()).isEqualTo("refused: it is not fit");
        }

        @Test
        void aRunThatFailedOrWasConsumedIsNotRefusedAnyMore() {
            Run consumed = newRun();
            exited(consumed);
            held(tx -> tx.work().consume(consumed.unit(), SHA_B));
            held(tx -> {
                tx.work().refused(consumed.unit(), "too late");
                return true;
            });
            assertThat(run(consumed.unit()).exitCode()).isZero();
        }

        @Test
        void aResultIsConsumedOnceAndOnlyWhenItIsThere() {
            Run run = newRun();
            assertThat(held(tx -> tx.work().consume(run.unit(), SHA_B))).isFalse();

            exited(run);
            assertThat(held(tx -> tx.work().consume(run.unit(), SHA_B))).isTrue();
            assertThat(held(tx -> tx.work().consume(run.unit(), SHA_C))).isFalse();
            assertThat(run(run.unit()).headAfter()).isEqualTo(SHA_B);
            assertThat(run(run.unit()).consumed()).isTrue();
        }
    }

    @Nested
    class RunLists {
        @Test
        void ofAVisitShowLeftoversOfOtherVisits() {
            Run leftover = newRun();
            Task before = task(leftover.task());
            commit(tx -> {
                tx.work().endJobs(before.id(), before.visit(), JobStatus.CANCELLED);
                Edge edge = new Edge(before.id(), before.epoch(), DEVELOPMENT, REVIEW);
                return tx.tasks().enter(edge, false, TaskStatus.LIVE, NOW);
            });
            Task after = task(before.id());
            Run current = newRun(newJob(after, "reviewer"), 1);

            assertThatList(read(reads -> reads.work().runs(after.id(), after.visit())))
                    .containsExactly(leftover, current);

            exited(leftover);
            assertThatList(read(reads -> reads.work().runs(after.id(), after.visit())))
                    .containsExactly(current);
            assertThatList(read(reads -> reads.work().allRuns(after.id())))
                    .extracting(Run::unit)
                    .containsExactly(leftover.unit(), current.unit());
        }

        @Test
        void unfinishedAndUnconsumed() {
            Run live = newRun();
            Run over = newRun();
            Run taken = newRun();
            Run ofCancelled = newRun();
            exited(over);
            exited(taken);
            exited(ofCancelled);
            held(tx -> tx.work().consume(taken.unit(), null));
            Task cancelled = task(ofCancelled.task());
            held(tx -> tx.tasks()
                    .become(cancelled.id(), cancelled.epoch(), TaskStatus.CANCELLED, null, NOW));

            assertThatList(read(reads -> reads.work().unfinishedRuns()))
                    .extracting(Run::unit)
                    .containsExactly(live.unit());
            assertThatList(read(reads -> reads.work().unconsumedRuns(1000)))
                    .extracting(Run::unit)
                    .containsExactly(over.unit());
        }
    }

    @Nested
    class Slots {
        @Test
        void areWantedByDueJobsOfLiveTasksInOrder() {
            Task task = inStage(DEVELOPMENT);
            Job low = newJob(task, "a");
            Job high = newJob(task, "b", 5, NOW);
            newJob(task, "later", 9, LATER);
            Job second = newJob(task, "c");
            Job granted = newJob(task, "d");
            held(tx -> tx.work().grant(granted.id(), NOW));
            newRun(newJob(task, "running"), 1);
            Task paused = inStage(DEVELOPMENT);
            newJob(paused, "developer");
            held(tx -> tx.tasks().become(paused.id(), 1, TaskStatus.PAUSED, null, NOW));

            assertThatList(read(reads -> reads.work().grantable(NOW, 1000)))
                    .containsExactly(
                            new Waiting(high, "SHOP", task.key()),
                            new Waiting(low, "SHOP", task.key()),
                            new Waiting(second, "SHOP", task.key()));
        }

        @Test
        void areTakenByRunsThatAreNotOverAndByGrantsNotSpent() {
            Run live = newRun();
            Run over = newRun();
            exited(over);
            Job granted = newJob(inStage(REVIEW), "reviewer");
            held(tx -> tx.work().grant(granted.id(), NOW));
            newJob(inStage(REVIEW), "reviewer");

            assertThatList(read(reads -> reads.work().slots()))
                    .containsExactlyInAnyOrder(
                            new Slot(live.jobId(), JobKind.AGENT, "SHOP", live.jobName()),
                            new Slot(granted.id(), JobKind.AGENT, "SHOP", "reviewer"));
        }

        @Test
        void areNotHeldByAStartThatAParkedTaskNeverGotDone() {
            Task task = inStage(DEVELOPMENT);
            newRun(newJob(task, "developer"), 1);
            List<Slot> before = read(reads -> reads.work().slots());
            assertThat(before).hasSize(1);
            held(tx -> tx.tasks()
                    .become(
                            task.id(),
                            1,
                            TaskStatus.PARKED,
                            new Parking("anna", "no repository"),
                            NOW));
            List<Slot> after = read(reads -> reads.work().slots());
            assertThat(after).isEmpty();
        }

        @Test
        void loadCountsJobsAndTheWaitOfTheOldest() {
            assertThatObject(read(reads -> reads.work().load(NOW)))
                    .isEqualTo(new Load(0, 0, Duration.ZERO));
            Task task = inStage(DEVELOPMENT);
            newJob(task, "a", 0, LATER.plusSeconds(99));
            assertThatObject(read(reads -> reads.work().load(LATER)))
                    .isEqualTo(new Load(1, 0, Duration.ZERO));
            newJob(task, "b");
            newRun();

            assertThatObject(read(reads -> reads.work().load(LATER)))
                    .isEqualTo(new Load(2, 1, Duration.ofSeconds(60)));
        }
    }

    @Test
    void whatIsNotThereIsEmpty() {
        assertThatObject(read(reads -> reads.work().job(99))).isEqualTo(Optional.empty());
        assertThatObject(read(reads -> reads.work().run("none"))).isEqualTo(Optional.empty());
        assertThat(held(tx -> tx.work().consume("none", null))).isFalse();
    }
}
