package dev.baton.engine;

import static dev.baton.engine.Situations.BASE;
import static dev.baton.engine.Situations.CANDIDATE;
import static dev.baton.engine.Situations.DEVELOPMENT;
import static dev.baton.engine.Situations.HEAD;
import static dev.baton.engine.Situations.MERGE;
import static dev.baton.engine.Situations.MERGE_TEST;
import static dev.baton.engine.Situations.NOT_EMPTY;
import static dev.baton.engine.Situations.NOW;
import static dev.baton.engine.Situations.REVIEW;
import static dev.baton.engine.Situations.TESTS;
import static dev.baton.engine.Situations.VERDICT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Command;
import dev.baton.model.Decision;
import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.JobStatus;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Parking;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.Setback;
import dev.baton.model.StageId;
import dev.baton.model.TaskStatus;
import dev.baton.model.Verdict;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DeciderTest {
    private final Situations s = new Situations();
    private final Effect merge = new Effect.Merge(1, "main", BASE, CANDIDATE);

    private void developed() {
        Run run = s.workDone("developer");
        s.verdict(NOT_EMPTY, HEAD, Verdict.Outcome.GREEN, run);
        s.verdict(TESTS, HEAD, Verdict.Outcome.GREEN, null);
    }

    private void landing() {
        s.at(MERGE, 3);
        s.inQueue(true);
        s.candidate(1, CANDIDATE);
    }

    private void tested() {
        s.verdict(MERGE_TEST, CANDIDATE, Verdict.Outcome.GREEN, null);
    }

    @Nested
    class Status {
        @Test
        void leavesCreatedAtOnce() {
            s.at(StageId.CREATED, 0);
            assertThat(s.decide()).isEqualTo(new Decision.Advance(DEVELOPMENT));
        }

        @Test
        void doesNothingWithATerminalTask() {
            for (TaskStatus status : Situations.terminal()) {
                s.status = status;
                s.command(Command.Kind.RESUME, null);
                assertThat(s.decide()).isInstanceOf(Decision.Await.class);
            }
        }

        /** A person moved it past every stage that makes commits. */
        @Test
        void aStageThatWorksOnCommitsParksWhereThereAreNone() {
            s.at(REVIEW, 1);
            s.head = null;
            assertThat(s.decide()).isInstanceOf(Decision.Park.class);
        }

        @Test
        void waitsForTheNamedPersonOfAParkedTask() {
            s.status = TaskStatus.PARKED;
            s.parking = new Parking("anna", "tests red twice");
            assertThat(s.decide()).isEqualTo(new Decision.Await("tests red twice", null, "anna"));
        }

        @Test
        void aPausedTaskStartsNothingNew() {
            s.status = TaskStatus.PAUSED;
            s.job(JobKind.AGENT, "developer", JobStatus.QUEUED, null);
            assertThat(s.decide()).isInstanceOf(Decision.Await.class);
        }

        @Test
        void obeysTheOldestCommandFirst() {
            s.command(Command.Kind.PAUSE, null);
            s.command(Command.Kind.STOP, null);
            assertThat(s.decide()).isEqualTo(new Decision.Obey(s.commands.getFirst()));
        }

        @Test
        void settlesOpenIntentsBeforeAMove() {
            landing();
            var open = s.effect(merge, EffectState.INTENT);
            s.command(Command.Kind.MOVE, DEVELOPMENT);
            assertThat(s.decide()).isEqualTo(new Decision.Settle(open));
        }

        @Test
        void aSetbackHoldsUntilItsTimeAndParksPastTheLimit() {
            s.setback = new Setback("disk full", 1, NOW, Setback.FAILURES_MAX);
            s.setbackOver = false;
            assertThat(s.decide()).isEqualTo(new Decision.Await("disk full", NOW, null));
            s.setback = new Setback("disk full", Setback.FAILURES_MAX, NOW, Setback.FAILURES_MAX);
            assertThat(s.decide()).isInstanceOf(Decision.Park.class);
        }
    }

    @Nested
    class Cancelling {
        @Test
        void settlesIntentsOfEveryVisitThenEndsRunsThenCloses() {
            s.at(MERGE, 3);
            s.status = TaskStatus.CANCELLING;
            var old = s.effect(new Effect.Merge(1, "main", BASE, HEAD), EffectState.INTENT, 1);
            assertThat(s.decide()).isEqualTo(new Decision.Settle(old));
            s.effects.clear();
            Run run = s.run(
                    s.job(JobKind.GATE, "merge-test", JobStatus.CANCELLED, CANDIDATE),
                    RunState.RUNNING,
                    false,
                    null);
            assertThat(s.decide())
                    .isEqualTo(new Decision.StopRun(run, RunState.KILLED, "the task was stopped"));
            s.runs.clear();
            s.effect(merge, EffectState.POISONED);
            assertThat(s.decide()).isEqualTo(new Decision.Finish("merge: never will"));
        }

        @Test
        void neverParksAndNeverStartsAnything() {
            s.status = TaskStatus.CANCELLING;
            s.setback = new Setback("git does not answer", 99, NOW, Setback.FAILURES_MAX);
            s.job(JobKind.AGENT, "developer", JobStatus.QUEUED, null);
            assertThat(s.decide()).isInstanceOf(Decision.Finish.class);
        }
    }

    @Nested
    class MainJob {
        @Test
        void waitsForASlotWithoutAGrant() {
            s.job(JobKind.AGENT, "developer", JobStatus.QUEUED, null, false, 0);
            assertThat(s.decide()).isEqualTo(new Decision.Await("a slot for developer", NOW, null));
        }

        @Test
        void startsTheNextOrdinalOnAGrant() {
            Job first = s.job(JobKind.AGENT, "developer", JobStatus.FAILED, null);
            s.run(first, RunState.LOST, true, null);
            Job job = s.job(JobKind.AGENT, "developer", JobStatus.QUEUED, null);
            assertThat(s.decide())
                    .isEqualTo(new Decision.StartRun(
                            job, new Effect.StartRun("shop-1-v1-developer-2", "developer", 2)));
        }

        @Test
        void resumesAnIntendedStartUnderItsOwnOrdinal() {
            Job job = s.job(JobKind.AGENT, "developer", JobStatus.RUNNING, null);
            Run run = s.run(job, RunState.INTENDED, false, null);
            s.effect(new Effect.StartRun(run.unit(), "developer", 1), EffectState.INTENT);
            assertThat(s.decide())
                    .isEqualTo(new Decision.StartRun(
                            job, new Effect.StartRun(run.unit(), "developer", 1)));
        }

        @Test
        void awaitsALivingRunWithoutOwningTheTask() {
            Job job = s.job(JobKind.AGENT, "developer", JobStatus.RUNNING, null);
            Run run = s.run(job, RunState.RUNNING, false, null);
            assertThat(s.decide()).isEqualTo(Decision.Await.of("run " + run.unit()));
        }

        @Test
        void takesTheResultOnce() {
            Job job = s.job(JobKind.AGENT, "developer", JobStatus.RUNNING, null);
            Run run = s.run(job, RunState.EXITED, false, 0);
            assertThat(s.decide()).isEqualTo(new Decision.Collect(run));
        }

        @Test
        void chargesAFailureAndParksOnTheLastAttempt() {
            Job job = s.job(JobKind.AGENT, "developer", JobStatus.RUNNING, null);
            s.run(job, RunState.EXITED, true, 3);
            assertThat(s.decide()).isInstanceOfSatisfying(Decision.Retry.class, retry -> {
                assertThat(retry.charge()).isEqualTo(Decision.Charge.ATTEMPT);
                assertThat(retry.why()).isEqualTo("shop-1-v1-developer-1 exited with 3");
            });
            s.jobs.clear();
            s.job(JobKind.AGENT, "developer", JobStatus.RUNNING, null, true, 1);
            assertThat(s.decide()).isInstanceOfSatisfying(Decision.Park.class, park -> {
                assertThat(park.exhausted()).isNotNull();
                assertThat(park.parking())
                        .isEqualTo(new Parking(
                                "anna", "shop-1-v1-developer-1 exited with 3 (attempt 2 of 2)"));
            });
        }

        @Test
        void saysWhatTheFailedAttemptHadToMend() {
            Job job = s.job(JobKind.AGENT, "developer", JobStatus.RUNNING, null, true, 1);
            Run first = s.run(job, RunState.EXITED, true, 0);
            s.verdict(Situations.NOT_EMPTY, Situations.HEAD, Verdict.Outcome.RED, first);
            s.run(job, RunState.EXITED, true, 128);
            String red = s.verdicts.getLast().summary();
            assertThat(s.decide())
                    .isInstanceOfSatisfying(
                            Decision.Park.class,
                            park -> assertThat(park.parking().why())
                                    .isEqualTo("shop-1-v1-developer-2 exited with 128 (attempt 2 of"
                                            + " 2); before it not-empty: " + red));
        }

        @Test
        void neverChargesARebootOrAStartThatNeverWas() {
            Job job = s.job(JobKind.AGENT, "developer", JobStatus.RUNNING, null, true, 1);
            s.run(job, RunState.LOST_INFRA, true, null);
            assertThat(s.decide())
                    .isInstanceOfSatisfying(
                            Decision.Retry.class,
                            r -> assertThat(r.charge()).isEqualTo(Decision.Charge.MACHINE));
            s.runs.clear();
            s.run(job, RunState.CANCELLED, false, null);
            assertThat(s.decide())
                    .isInstanceOfSatisfying(
                            Decision.Retry.class,
                            r -> assertThat(r.charge()).isEqualTo(Decision.Charge.NOBODY));
        }

        @Test
        void killsALeftoverOfAnEarlierVisitBeforeAnythingElse() {
            s.at(REVIEW, 2);
            Job old = s.job(JobKind.AGENT, "developer", JobStatus.CANCELLED, null);
            Run run = s.run(old, RunState.RUNNING, false, null, 1);
            s.jobs.clear();
            assertThat(s.decide())
                    .isEqualTo(new Decision.StopRun(run, RunState.SUPERSEDED, "visit 1 was left"));
        }
    }

    @Nested
    class Gates {
        @Test
        void judgesTheRunsOwnWorkFirst() {
            Run run = s.workDone("developer");
            assertThat(s.decide()).isEqualTo(new Decision.Judge(NOT_EMPTY, HEAD, run.unit()));
        }

        @Test
        void queuesACommandGateAtTheHead() {
            Run run = s.workDone("developer");
            s.verdict(NOT_EMPTY, HEAD, Verdict.Outcome.GREEN, run);
            assertThat(s.decide()).isInstanceOfSatisfying(Decision.CreateJob.class, job -> {
                assertThat(job.name()).isEqualTo("tests");
                assertThat(job.subject()).isEqualTo(HEAD);
            });
        }

        @Test
        void neverRepeatsAGreenTestOfTheSameCommitAndSettings() {
            developed();
            assertThat(s.decide()).isInstanceOf(Decision.Perform.class);
        }

        @Test
        void asksAgainWhenTheSettingsOrTheCommitChanged() {
            Run run = s.workDone("developer");
            s.verdict(NOT_EMPTY, HEAD, Verdict.Outcome.GREEN, run);
            s.verdict("tests", "other-digest", HEAD, Verdict.Outcome.GREEN, null);
            s.verdict(TESTS, BASE, Verdict.Outcome.GREEN, null);
            assertThat(s.decide()).isInstanceOf(Decision.CreateJob.class);
        }

        @Test
        void aVerdictOfAnEarlierRunDoesNotSpeakForALaterOne() {
            s.at(REVIEW, 2);
            Run first = s.workDone("reviewer");
            s.verdict(VERDICT, HEAD, Verdict.Outcome.GREEN, first);
            s.jobs.clear();
            Run second = s.workDone("reviewer");
            assertThat(s.decide()).isEqualTo(new Decision.Judge(VERDICT, HEAD, second.unit()));
        }

        @Test
        void aRedThatStaysIsAnotherChargedAttempt() {
            Run run = s.workDone("developer");
            s.verdict(NOT_EMPTY, HEAD, Verdict.Outcome.RED, run);
            assertThat(s.decide()).isInstanceOfSatisfying(Decision.Retry.class, retry -> {
                assertThat(retry.charge()).isEqualTo(Decision.Charge.ATTEMPT);
                assertThat(retry.job().name()).isEqualTo("developer");
            });
        }

        @Test
        void aRedThatGoesBackCarriesTheFindings() {
            s.at(REVIEW, 2);
            s.visits.put(DEVELOPMENT, 1);
            Run run = s.workDone("reviewer");
            s.verdict(VERDICT, HEAD, Verdict.Outcome.RED, run);
            assertThat(s.decide()).isInstanceOfSatisfying(Decision.Return.class, back -> {
                assertThat(back.to()).isEqualTo(DEVELOPMENT);
                assertThat(back.findings()).containsExactly("a finding");
            });
        }

        @Test
        void parksWhenTheStageWasVisitedTooOften() {
            s.at(REVIEW, 10);
            s.visits.put(DEVELOPMENT, 5);
            Run run = s.workDone("reviewer");
            s.verdict(VERDICT, HEAD, Verdict.Outcome.RED, run);
            assertThat(s.decide()).isInstanceOf(Decision.Park.class);
        }

        @Test
        void anInvalidAnswerIsAFailedAttemptNeitherRedNorError() {
            s.at(REVIEW, 2);
            Run run = s.workDone("reviewer");
            s.verdict(VERDICT, HEAD, Verdict.Outcome.INVALID, run);
            assertThat(s.decide())
                    .isInstanceOfSatisfying(
                            Decision.Retry.class,
                            retry -> assertThat(retry.job().name()).isEqualTo("reviewer"));
        }

        @Test
        void anErrorIsTriedAgainLaterAndParkedAfterThree() {
            Run run = s.workDone("developer");
            s.verdict(NOT_EMPTY, HEAD, Verdict.Outcome.GREEN, run);
            for (int i = 0; i < GateRule.ERRORS_MAX; i++) {
                Job job = s.job(JobKind.GATE, "tests", JobStatus.DONE, HEAD);
                s.verdict(
                        TESTS, HEAD, Verdict.Outcome.ERROR, s.run(job, RunState.LOST, true, null));
                assertThat(s.decide())
                        .isInstanceOf(
                                i < GateRule.ERRORS_MAX - 1
                                        ? Decision.CreateJob.class
                                        : Decision.Park.class);
            }
        }

        @Test
        void aPersonsNoGoesBackFromAnywhere() {
            s.at(REVIEW, 2);
            s.workDone("reviewer");
            s.verdict(Verdict.PERSON, GateDigest.ofVisit(2), HEAD, Verdict.Outcome.RED, null);
            assertThat(s.decide()).isInstanceOf(Decision.Return.class);
        }
    }

    @Nested
    class Landing {
        @Test
        void joinsTheQueueBeforeItAsksAboutACandidate() {
            s.at(MERGE, 3);
            assertThat(s.decide()).isEqualTo(new Decision.JoinMergeQueue());
        }

        @Test
        void waitsBehindTheHead() {
            s.at(MERGE, 3);
            s.inQueue(false);
            assertThat(s.decide()).isEqualTo(Decision.Await.of("the merge queue of main"));
        }

        @Test
        void buildsOneCandidateAtTheHead() {
            s.at(MERGE, 3);
            s.inQueue(true);
            assertThat(s.decide()).isEqualTo(new Decision.BuildCandidate(1));
        }

        @Test
        void aConflictGoesBackWithTheFilesNamed() {
            s.at(MERGE, 3);
            s.inQueue(true);
            s.candidate(1, null);
            assertThat(s.decide())
                    .isInstanceOfSatisfying(
                            Decision.Return.class,
                            back -> assertThat(back.why())
                                    .isEqualTo("conflict with main in Greet.java"));
        }

        @Test
        void whatMayNotLandGoesBackWithThePathAndTheReason() {
            s.at(MERGE, 3);
            s.inQueue(true);
            s.refusedCandidate(1, "it is Baton's own", ".baton/data");
            assertThat(s.decide()).isInstanceOfSatisfying(Decision.Return.class, back -> {
                assertThat(back.why())
                        .isEqualTo("the change may not land on main, because it touches"
                                + " .baton/data: it is Baton's own");
                assertThat(back.findings())
                        .containsExactly(
                                ".baton/data: take this out of the change; it is Baton's own");
            });
        }

        @Test
        void testsExactlyTheCandidate() {
            landing();
            assertThat(s.decide())
                    .isInstanceOfSatisfying(
                            Decision.CreateJob.class,
                            job -> assertThat(job.subject()).isEqualTo(CANDIDATE));
        }

        /** The version that built it did not look. */
        @Test
        void buildsACandidateAnewWhoseProtectedPathsNobodyLookedAt() {
            landing();
            tested();
            s.candidates.replaceAll(candidate -> new MergeCandidate(
                    candidate.task(),
                    candidate.visit(),
                    candidate.n(),
                    candidate.baseSha(),
                    candidate.headSha(),
                    candidate.sha(),
                    candidate.conflicts()));
            assertThat(s.decide()).isEqualTo(new Decision.BuildCandidate(2));
            s.effect(merge, EffectState.INTENT);
            assertThat(s.decide()).isEqualTo(new Decision.Perform(merge));
        }

        @Test
        void landsTheTestedCandidate() {
            landing();
            tested();
            assertThat(s.decide()).isEqualTo(new Decision.Perform(merge));
        }

        @Test
        void buildsTheNextCandidateOnlyAfterTheFirstIsPoisoned() {
            landing();
            tested();
            s.effect(merge, EffectState.INTENT);
            assertThat(s.decide()).isEqualTo(new Decision.Perform(merge));
            s.effects.clear();
            s.effect(merge, EffectState.POISONED);
            assertThat(s.decide()).isEqualTo(new Decision.BuildCandidate(2));
        }

        @Test
        void isParkedOnceTheBaseHasMovedUnderTooManyCandidates() {
            landing();
            tested();
            s.effect(merge, EffectState.POISONED);
            s.outrun(LandingRule.CANDIDATES_MAX - 1);
            assertThat(s.decide()).isEqualTo(new Decision.BuildCandidate(2));
            s.outrun(LandingRule.CANDIDATES_MAX);
            assertThat(s.decide())
                    .isEqualTo(Decision.Park.because(
                            "anna",
                            "main moved under 5 candidates in a row, the last one "
                                    + CANDIDATE.abbreviated()));
        }

        @Test
        void onceLandedEveryRedGoesToHistory() {
            landing();
            tested();
            s.effect(merge, EffectState.CONFIRMED);
            s.verdict(Verdict.PERSON, GateDigest.ofVisit(3), HEAD, Verdict.Outcome.RED, null);
            assertThat(s.decide()).isEqualTo(new Decision.Advance(StageId.DONE));
        }

        @Test
        void settlesAnOpenMergeBeforeARedGoesBack() {
            landing();
            var open = s.effect(merge, EffectState.INTENT);
            s.verdict(MERGE_TEST, CANDIDATE, Verdict.Outcome.RED, null);
            assertThat(s.decide()).isEqualTo(new Decision.Settle(open));
        }
    }

    @Nested
    class MergeQueue {
        private final Decision held = new Decision.Await(
                        "the merge queue of main is held by anna: release freeze", null, "anna")
                .endedByOthers();

        @Test
        void aHoldLetsNoCandidateBeBuilt() {
            s.at(MERGE, 3);
            s.inQueue(true);
            s.held();
            assertThat(s.decide()).isEqualTo(held);
            landing();
            tested();
            s.effect(merge, EffectState.POISONED);
            assertThat(s.decide()).isEqualTo(held);
        }

        @Test
        void aHoldLetsTheTestOfACandidateGoOnAndTheMergeWait() {
            landing();
            s.held();
            assertThat(s.decide()).isInstanceOf(Decision.CreateJob.class);
            tested();
            assertThat(s.decide()).isEqualTo(held);
        }

        @Test
        void anIntentBeforeTheHoldGoesOn() {
            landing();
            tested();
            s.held();
            s.effect(merge, EffectState.INTENT);
            assertThat(s.decide()).isEqualTo(new Decision.Perform(merge));
        }

        @Test
        void whoHasNoTurnSettlesBeforeItWaitsForOne() {
            landing();
            tested();
            var open = s.effect(merge, EffectState.INTENT);
            s.inQueue(false);
            assertThat(s.decide()).isEqualTo(new Decision.Settle(open));
            s.place = null;
            assertThat(s.decide()).isEqualTo(new Decision.Settle(open));
        }

        @Test
        void anOverdueHeadStepsBackTwiceAndIsParkedThen() {
            landing();
            s.overdue(0);
            assertThat(s.decide())
                    .isEqualTo(new Decision.StepBack(Objects.requireNonNull(s.place)));
            s.overdue(1);
            assertThat(s.decide())
                    .isEqualTo(new Decision.StepBack(Objects.requireNonNull(s.place)));
            s.overdue(2);
            assertThat(s.decide())
                    .isEqualTo(Decision.Park.because(
                            "anna",
                            "3 times over its time at the head of the merge queue of main"));
        }

        @Test
        void anOverdueHeadLetsItsRunEndFirst() {
            landing();
            s.run(
                    s.job(JobKind.GATE, "merge-test", JobStatus.RUNNING, CANDIDATE),
                    RunState.RUNNING,
                    false,
                    null);
            s.overdue(0);
            assertThat(s.decide())
                    .isEqualTo(Decision.Await.of("run shop-1-v3-merge-test-1").endedByOthers());
        }

        @Test
        void anOverdueHeadSettlesFirst() {
            landing();
            tested();
            var open = s.effect(merge, EffectState.INTENT);
            s.overdue(2);
            assertThat(s.decide()).isEqualTo(new Decision.Settle(open));
            s.effects.clear();
            s.effect(merge, EffectState.CONFIRMED);
            assertThat(s.decide()).isEqualTo(new Decision.Advance(StageId.DONE));
        }
    }
}
