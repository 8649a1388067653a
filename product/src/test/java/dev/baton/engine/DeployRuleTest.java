package dev.baton.engine;

import static dev.baton.engine.Situations.BASE;
import static dev.baton.engine.Situations.CANDIDATE;
import static dev.baton.engine.Situations.DEVELOPMENT;
import static dev.baton.engine.Situations.HEAD;
import static dev.baton.engine.Situations.MERGE_TEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Command;
import dev.baton.model.Decision;
import dev.baton.model.DeployAnswer;
import dev.baton.model.DeploymentState;
import dev.baton.model.Effect;
import dev.baton.model.EffectState;
import dev.baton.model.EnvironmentState;
import dev.baton.model.Evidence;
import dev.baton.model.Gate;
import dev.baton.model.GateSubject;
import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.JobStatus;
import dev.baton.model.Pipeline;
import dev.baton.model.Role;
import dev.baton.model.Run;
import dev.baton.model.RunState;
import dev.baton.model.Stage;
import dev.baton.model.Stage.CommitPolicy;
import dev.baton.model.Stage.StageEffect;
import dev.baton.model.StageId;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.Verdict;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every decision about a deploy, an approval and what stands in the way of leaving. */
class DeployRuleTest {
    private static final StageId STAGING = new StageId("deploy-staging");
    private static final StageId PRODUCTION = new StageId("deploy");
    private static final Gate DEPLOY = new Gate.Deploy("staging", GateSubject.MERGE);
    private static final Gate LIVE = new Gate.Deploy("production", GateSubject.ENVIRONMENT);
    private static final Pipeline PIPELINE = new Pipeline(
            "digest",
            List.of(
                    stage(DEVELOPMENT, new Role("developer"), List.of(), List.of(StageEffect.PUSH)),
                    stage(
                            STAGING,
                            null,
                            List.of(new Gate.Approval(), MERGE_TEST, DEPLOY),
                            List.of(StageEffect.MERGE)),
                    stage(PRODUCTION, null, List.of(LIVE), List.of())));

    private final Situations s = new Situations();
    private final Effect merge = new Effect.Merge(1, "main", BASE, CANDIDATE);

    private static Stage stage(
            StageId id, @Nullable Role role, List<Gate> gates, List<StageEffect> effects) {
        return new Stage(id, role, null, gates, effects, DEVELOPMENT, 5, null, CommitPolicy.BATON);
    }

    private Decision decide() {
        return s.decide(PIPELINE);
    }

    @BeforeEach
    void aTestedCandidate() {
        s.at(STAGING, 6);
        s.verdict(Verdict.PERSON, GateDigest.ofVisit(6), HEAD, Verdict.Outcome.GREEN, null);
        s.inQueue(true);
        s.candidate(1, CANDIDATE);
        s.verdict(MERGE_TEST, CANDIDATE, Verdict.Outcome.GREEN, null);
    }

    private Run run(RunState state, boolean consumed, @Nullable Integer code) {
        Job job = s.job(JobKind.DEPLOY, "deploy-staging", JobStatus.RUNNING, CANDIDATE);
        return s.run(job, state, consumed, code);
    }

    @Nested
    class Approval {
        @Test
        void isAwaitedFromANamedPersonBeforeTheQueueIsJoined() {
            s.verdicts.clear();
            s.place = null;
            assertThat(decide()).isEqualTo(new Decision.Await("approval of bbbbbbb", null, "anna"));
        }

        @Test
        void ofAnEarlierVisitDoesNotHold() {
            s.verdicts.clear();
            s.verdict(Verdict.PERSON, GateDigest.ofVisit(5), HEAD, Verdict.Outcome.GREEN, null);
            assertThat(decide()).isInstanceOf(Decision.Await.class);
        }
    }

    @Nested
    class Begin {
        @Test
        void queuesADeployOfExactlyTheCandidate() {
            assertThat(decide())
                    .isEqualTo(new Decision.CreateJob(
                            JobKind.DEPLOY, "deploy-staging", CANDIDATE, Duration.ZERO));
        }

        @Test
        void waitsForWhoHasTheEnvironmentByName() {
            s.environment("staging", DeploymentState.VERIFYING);
            assertThat(decide())
                    .isEqualTo(Decision.Await.of("environment staging: SHOP-3 deploys")
                            .endedByOthers());
            s.environments.clear();
            s.environment("staging", DeploymentState.IN_DOUBT);
            assertThat(decide())
                    .isEqualTo(Decision.Await.of("environment staging: nobody can say what became"
                                    + " of the deploy of SHOP-3")
                            .endedByOthers());
        }

        /** It is a candidate that is tested there: what landed meanwhile says nothing of it. */
        @Test
        void deploysACandidateWhateverLandedLater() {
            s.superseding.add(
                    s.line("staging", new TaskId(3), "SHOP-3", "u", DeploymentState.HEALTHY));
            assertThat(decide()).isInstanceOf(Decision.CreateJob.class);
        }

        @Test
        void doesNotMindAnotherEnvironment() {
            s.environment("production", DeploymentState.STARTED);
            assertThat(decide()).isInstanceOf(Decision.CreateJob.class);
        }

        @Test
        void startsTheNextNumberOnAGrant() {
            s.environment("staging", null);
            Job job = s.job(JobKind.DEPLOY, "deploy-staging", JobStatus.QUEUED, CANDIDATE);
            assertThat(decide())
                    .isEqualTo(new Decision.StartRun(
                            job,
                            new Effect.Deploy(
                                    "shop-1-v6-deploy-staging-1",
                                    "deploy-staging",
                                    1,
                                    "staging",
                                    CANDIDATE,
                                    5)));
        }

        @Test
        void givesUpItsSlotToWhoWasFaster() {
            s.environment("staging", DeploymentState.INTENDED);
            Job job = s.job(JobKind.DEPLOY, "deploy-staging", JobStatus.QUEUED, CANDIDATE);
            assertThat(decide())
                    .isEqualTo(new Decision.Withdraw(job, "environment staging: SHOP-3 deploys"));
        }

        @Test
        void resumesAnIntendedStartAsJournalled() {
            Run run = run(RunState.INTENDED, false, null);
            Effect.Deploy start =
                    new Effect.Deploy(run.unit(), "deploy-staging", 1, "staging", CANDIDATE, 4);
            s.effect(start, EffectState.INTENT);
            s.environments.add(new EnvironmentState(
                    "staging", 4, s.deployment("staging", run.unit(), DeploymentState.INTENDED)));
            assertThat(decide()).isEqualTo(new Decision.StartRun(s.jobs.getLast(), start));
        }
    }

    @Nested
    class AfterTheStart {
        @Test
        void awaitsTheRunThenTakesItThenAwaitsTheHealthThenJudges() {
            Run running = run(RunState.RUNNING, false, null);
            s.deployment("staging", running.unit(), DeploymentState.STARTED);
            assertThat(decide())
                    .isEqualTo(Decision.Await.of("run " + running.unit()).endedByOthers());

            s.runs.clear();
            s.jobs.clear();
            Run ended = run(RunState.EXITED, false, 0);
            assertThat(decide()).isEqualTo(new Decision.Collect(ended));

            s.runs.clear();
            s.jobs.clear();
            Run taken = run(RunState.EXITED, true, 0);
            s.deployments.clear();
            s.deployment("staging", taken.unit(), DeploymentState.VERIFYING);
            assertThat(decide())
                    .isEqualTo(Decision.Await.of("environment staging to be healthy with ccccccc"
                                    + " (SHOP-staging-4)")
                            .endedByOthers());

            s.deployments.clear();
            s.deployment("staging", taken.unit(), DeploymentState.HEALTHY);
            assertThat(decide()).isEqualTo(new Decision.Judge(DEPLOY, CANDIDATE, taken.unit()));
        }

        @ParameterizedTest
        @EnumSource(
                value = RunState.class,
                names = {"LOST", "LOST_INFRA", "IN_DOUBT"})
        void takesWhateverBecameOfTheRun(RunState state) {
            Run run = run(state, false, null);
            s.deployment("staging", run.unit(), DeploymentState.STARTED);
            assertThat(decide()).isEqualTo(new Decision.Collect(run));
        }

        @Test
        void parksInDoubtWithTheEnvironmentAndNeverStartsAnother() {
            Run run = run(RunState.LOST, true, null);
            var line = s.deployment("staging", run.unit(), DeploymentState.IN_DOUBT);
            s.environments.add(new EnvironmentState("staging", 4, line));
            assertThat(decide()).isInstanceOfSatisfying(Decision.Park.class, park -> {
                assertThat(park.exhausted()).isEqualTo(s.jobs.getLast());
                assertThat(park.parking().who()).isEqualTo("anna");
                assertThat(park.parking().why())
                        .isEqualTo("environment staging: nobody can say what became of"
                                + " SHOP-staging-4 (found). Look at it; retry deploys anew");
            });
            s.jobs.clear();
            s.job(JobKind.DEPLOY, "deploy-staging", JobStatus.FAILED, CANDIDATE);
            assertThat(decide()).isInstanceOf(Decision.Park.class);
        }

        @Test
        void aRedGoesBackAndAGreenLands() {
            Run run = s.run(
                    s.job(JobKind.DEPLOY, "deploy-staging", JobStatus.DONE, CANDIDATE),
                    RunState.EXITED,
                    true,
                    0);
            s.deployment("staging", run.unit(), DeploymentState.FAILED);
            s.verdict(DEPLOY, CANDIDATE, Verdict.Outcome.RED, run);
            assertThat(decide())
                    .isInstanceOfSatisfying(
                            Decision.Return.class,
                            back -> assertThat(back.findings()).containsExactly("a finding"));
            s.verdict(DEPLOY, CANDIDATE, Verdict.Outcome.GREEN, run);
            assertThat(decide()).isEqualTo(new Decision.Perform(merge));
        }

        @Test
        void anAnswerOfAnEarlierVisitIsNotTheAnswerOfThisOne() {
            s.at(STAGING, 5);
            Run old = run(RunState.EXITED, true, 0);
            s.deployment("staging", old.unit(), DeploymentState.FAILED);
            s.verdict(DEPLOY, CANDIDATE, Verdict.Outcome.RED, old);
            s.jobs.clear();
            s.runs.clear();
            s.at(STAGING, 6);
            assertThat(decide()).isInstanceOf(Decision.CreateJob.class);
        }
    }

    @Nested
    class Production {
        @Test
        void deploysWhatLandedLast() {
            s.at(PRODUCTION, 9);
            s.effect(new Effect.Merge(1, "main", BASE, HEAD), EffectState.CONFIRMED, 5);
            s.effect(merge, EffectState.CONFIRMED, 8);
            assertThat(decide())
                    .isEqualTo(new Decision.CreateJob(
                            JobKind.DEPLOY, "deploy-production", CANDIDATE, Duration.ZERO));
        }

        @Test
        void parksWhereNothingLanded() {
            s.at(PRODUCTION, 9);
            assertThat(decide())
                    .isEqualTo(Decision.Park.because(
                            "anna", "deploy: expected a merged commit of this task, found none"));
        }
    }

    @Nested
    class Leaving {
        @Test
        void waitsForARunningDeployAndEndsEverythingElse() {
            s.status = TaskStatus.CANCELLING;
            Run deploy = run(RunState.RUNNING, false, null);
            Run other = s.run(
                    s.job(JobKind.GATE, "merge-test", JobStatus.CANCELLED, CANDIDATE),
                    RunState.RUNNING,
                    false,
                    null);
            assertThat(decide())
                    .isEqualTo(
                            new Decision.StopRun(other, RunState.KILLED, "the task was stopped"));
            s.runs.remove(other);
            assertThat(decide())
                    .isEqualTo(Decision.Await.of(
                            "run " + deploy.unit() + " to end: a deploy is never ended by force"));
        }

        @Test
        void takesTheResultThenWaitsForTheHealthThenSaysWhatHappened() {
            s.status = TaskStatus.CANCELLING;
            Run ended = run(RunState.EXITED, false, 0);
            assertThat(decide()).isEqualTo(new Decision.Collect(ended));
            s.runs.clear();
            Run taken = run(RunState.EXITED, true, 0);
            s.effect(
                    new Effect.Deploy(taken.unit(), "deploy-staging", 1, "staging", CANDIDATE, 4),
                    EffectState.CONFIRMED);
            s.deployment("staging", taken.unit(), DeploymentState.VERIFYING);
            assertThat(decide()).isInstanceOf(Decision.Await.class);
            s.deployments.clear();
            s.deployment("staging", taken.unit(), DeploymentState.FAILED);
            assertThat(decide())
                    .isEqualTo(
                            new Decision.Finish("deploy to staging: happened as SHOP-staging-4 of "
                                    + CANDIDATE.abbreviated() + ", FAILED"));
        }

        @Test
        void aMoveWaitsAndSoDoesAPersonsNo() {
            Run deploy = run(RunState.RUNNING, false, null);
            s.command(Command.Kind.MOVE, DEVELOPMENT);
            Decision.Await waits = Decision.Await.of(
                    "run " + deploy.unit() + " to end: a deploy is never ended by force");
            assertThat(decide()).isEqualTo(waits);
            s.commands.clear();
            s.verdict(Verdict.PERSON, GateDigest.ofVisit(6), HEAD, Verdict.Outcome.RED, null);
            assertThat(decide()).isEqualTo(waits.endedByOthers());
        }
    }

    @Nested
    class Outcome {
        @ParameterizedTest
        @CsvSource({
            "EXITED, 0, , VERIFYING",
            "EXITED, 1, , RED",
            "LOST, , , IN_DOUBT",
            "LOST, , HEALTHY, VERIFYING",
            "LOST, , FAILED, RED",
            "LOST, , ABSENT, IN_DOUBT",
            "LOST, , UNKNOWN, IN_DOUBT",
            "LOST_INFRA, , , IN_DOUBT",
            "IN_DOUBT, , RUNNING, IN_DOUBT",
            "IN_DOUBT, , HEALTHY, VERIFYING"
        })
        void ofARunThatIsOver(
                RunState state,
                @Nullable Integer code,
                @Nullable DeployAnswer answer,
                DeploymentState becomes) {
            List<Collector.Named> evidence = answer == null
                    ? List.of()
                    : List.of(new Collector.Named(
                            "status", CANDIDATE, new Evidence.DeployStatus(answer, "said")));
            var line = s.line("staging", new TaskId(1), "SHOP-1", "u", DeploymentState.STARTED);
            assertThat(DeployRule.outcome(run(state, false, code), line, evidence)
                            .state())
                    .isEqualTo(becomes);
        }
    }
}
