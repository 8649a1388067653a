package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatList;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.model.Deployment;
import dev.baton.model.DeploymentState;
import dev.baton.model.EnvironmentState;
import dev.baton.model.Job;
import dev.baton.model.Sha;
import dev.baton.model.Task;
import dev.baton.store.DeploymentWrites.NewDeployment;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The deploy ledger. */
abstract class DeploymentContract extends StoreContract {
    private @Nullable Task inReview;

    /** A run of its own for each line, as the driver has it. */
    NewDeployment next(String environment, int n, Sha sha) {
        Task of = inReview == null ? inStage(REVIEW) : inReview;
        inReview = of;
        Job job = newJob(of, "deploy-" + environment + "-" + n);
        String unit = newRun(job, 1).unit();
        return new NewDeployment("SHOP", environment, n, of.id(), of.visit(), sha, null, unit, NOW);
    }

    /** The task whose deployments these are. */
    Task ofLines() {
        return Objects.requireNonNull(inReview);
    }

    boolean intend(NewDeployment deployment) {
        return held(tx -> tx.deployments().intend(deployment));
    }

    Deployment line(NewDeployment deployment) {
        return read(reads -> reads.deployments().byUnit(deployment.unit())).orElseThrow();
    }

    boolean becomes(NewDeployment d, DeploymentState from, DeploymentState to) {
        return held(tx -> tx.deployments().becomes(d.unit(), from, to, "found " + to, LATER));
    }

    NewDeployment healthy(String environment, int n, Sha sha) {
        NewDeployment deployment = next(environment, n, sha);
        assertThat(intend(deployment)).isTrue();
        assertThat(becomes(deployment, DeploymentState.INTENDED, DeploymentState.HEALTHY))
                .isTrue();
        return deployment;
    }

    @Nested
    class Intend {
        @Test
        void writesALineOfTheLedger() {
            NewDeployment deployment = next("staging", 1, SHA_A);
            assertThat(intend(deployment)).isTrue();
            assertThat(line(deployment))
                    .isEqualTo(new Deployment(
                            1,
                            "SHOP",
                            "staging",
                            1,
                            ofLines().id(),
                            ofLines().key(),
                            ofLines().visit(),
                            SHA_A,
                            null,
                            null,
                            deployment.unit(),
                            DeploymentState.INTENDED,
                            0,
                            Duration.ZERO,
                            null,
                            NOW,
                            null));
            assertThat(line(deployment).deployId()).isEqualTo("SHOP-staging-1");
        }

        @Test
        void givesEachNumberOnceAndNoneOutOfTurn() {
            NewDeployment first = healthy("staging", 1, SHA_A);
            assertThat(first.n()).isEqualTo(1);
            assertThat(intend(next("staging", 3, SHA_B))).isFalse();
            assertThat(intend(next("staging", 2, SHA_B))).isTrue();
        }

        @Test
        void neverGivesANumberAgain() {
            healthy("staging", 1, SHA_A);
            NewDeployment again = new NewDeployment(
                    "SHOP",
                    "staging",
                    1,
                    ofLines().id(),
                    1,
                    SHA_B,
                    null,
                    newRun(newJob(ofLines(), "x"), 1).unit(),
                    NOW);
            assertThat(intend(again)).isFalse();
        }

        @Test
        void isLostWhileTheEnvironmentIsTaken() {
            NewDeployment first = next("staging", 1, SHA_A);
            assertThat(intend(first)).isTrue();
            assertThat(intend(next("staging", 2, SHA_B))).isFalse();
            assertThat(intend(next("production", 1, SHA_A))).isTrue();
        }

        @Test
        void takesNoNumberWhereItIsLost() {
            NewDeployment first = next("staging", 1, SHA_A);
            intend(first);
            intend(next("staging", 2, SHA_B));
            assertThatList(read(reads -> reads.deployments().environments("SHOP")))
                    .containsExactly(new EnvironmentState("staging", 1, line(first)));
        }

        @Test
        void remembersWhatWasHealthyThereBefore() {
            healthy("staging", 1, SHA_A);
            NewDeployment failed = next("staging", 2, SHA_B);
            intend(failed);
            becomes(failed, DeploymentState.INTENDED, DeploymentState.FAILED);
            NewDeployment third = next("staging", 3, SHA_C);
            assertThat(intend(third)).isTrue();
            assertThat(line(third).previous()).isEqualTo(SHA_A);
            NewDeployment elsewhere = next("production", 1, SHA_C);
            intend(elsewhere);
            assertThat(line(elsewhere).previous()).isNull();
        }

        @Test
        void refusesALineWithoutItsRun() {
            NewDeployment orphan = new NewDeployment(
                    "SHOP", "eu", 1, inStage(REVIEW).id(), 1, SHA_A, null, "none", NOW);
            assertThatThrownBy(() -> intend(orphan)).isInstanceOf(RuntimeException.class);
        }
    }

    @Nested
    class Becomes {
        @ParameterizedTest
        @EnumSource(DeploymentState.class)
        void isGuardedByTheStateAndFreesTheEnvironmentExactlyWhenFinished(DeploymentState to) {
            NewDeployment deployment = next("staging", 1, SHA_A);
            intend(deployment);
            assertThat(becomes(deployment, DeploymentState.STARTED, to)).isFalse();
            assertThat(becomes(deployment, DeploymentState.INTENDED, to)).isTrue();
            assertThat(line(deployment).state()).isEqualTo(to);
            assertThat(line(deployment).found()).isEqualTo("found " + to);
            assertThat(line(deployment).finishedAt()).isEqualTo(to.finished() ? LATER : null);
            assertThat(intend(next("staging", 2, SHA_B))).isEqualTo(to.finished());
        }

        @Test
        void whoComesSecondChangesNothing() {
            NewDeployment deployment = next("staging", 1, SHA_A);
            intend(deployment);
            becomes(deployment, DeploymentState.INTENDED, DeploymentState.VERIFYING);
            assertThat(becomes(deployment, DeploymentState.VERIFYING, DeploymentState.HEALTHY))
                    .isTrue();
            assertThat(becomes(deployment, DeploymentState.VERIFYING, DeploymentState.FAILED))
                    .isFalse();
            assertThat(line(deployment).state()).isEqualTo(DeploymentState.HEALTHY);
        }
    }

    @Nested
    class Probed {
        @Test
        void addsWatchedTimeAndCountsWhileVerifying() {
            NewDeployment deployment = next("staging", 1, SHA_A);
            intend(deployment);
            long id = line(deployment).id();
            Duration second = Duration.ofSeconds(1);
            assertThat(held(tx -> tx.deployments().probed(id, 1, second, "early")))
                    .isFalse();
            becomes(deployment, DeploymentState.INTENDED, DeploymentState.VERIFYING);
            assertThatList(read(reads -> reads.deployments().verifying()))
                    .containsExactly(line(deployment));
            assertThatList(read(reads -> reads.deployments().deploying(9)))
                    .containsExactly(ofLines().id());
            assertThat(held(tx -> tx.deployments().probed(id, 1, second, "200")))
                    .isTrue();
            assertThat(held(tx -> tx.deployments().probed(id, 0, second, "503")))
                    .isTrue();
            assertThat(line(deployment).watched()).isEqualTo(Duration.ofSeconds(2));
            assertThat(line(deployment).healthyInARow()).isZero();
            assertThat(line(deployment).found()).isEqualTo("503");
            becomes(deployment, DeploymentState.VERIFYING, DeploymentState.FAILED);
            assertThat(held(tx -> tx.deployments().probed(id, 9, second, "late")))
                    .isFalse();
            assertThatList(read(reads -> reads.deployments().verifying())).isEmpty();
            assertThatList(read(reads -> reads.deployments().deploying(9))).isEmpty();
        }
    }

    @Nested
    class Rollback {
        private NewDeployment back(NewDeployment red, int n) {
            return back(red, next(red.environment(), n, SHA_A));
        }

        private NewDeployment back(NewDeployment red, NewDeployment d) {
            return new NewDeployment(
                    "SHOP",
                    d.environment(),
                    d.n(),
                    d.task(),
                    d.visit(),
                    SHA_A,
                    red.n(),
                    d.unit(),
                    NOW);
        }

        private NewDeployment red() {
            healthy("staging", 1, SHA_A);
            NewDeployment red = next("staging", 2, SHA_B);
            intend(red);
            assertThat(becomes(red, DeploymentState.INTENDED, DeploymentState.RED))
                    .isTrue();
            return red;
        }

        private List<Deployment> rollbackOf(NewDeployment red) {
            return read(reads -> reads.deployments().rollbackOf(line(red))).stream()
                    .toList();
        }

        @Test
        void ofARedDeploymentIsTheOnlyOneThatItLetsIn() {
            NewDeployment red = red();
            NewDeployment other = next("staging", 3, SHA_C);
            assertThat(intend(other)).isFalse();
            NewDeployment back = back(red, other);
            assertThat(intend(back)).isTrue();
            assertThat(line(back).rollsBack()).isEqualTo(2);
            assertThat(line(back).takesBack(line(red))).isTrue();
            assertThat(intend(back(red, 4))).isFalse();
            assertThatList(read(reads -> reads.deployments().environments("SHOP")))
                    .containsExactly(new EnvironmentState("staging", 3, line(red)));
        }

        @Test
        void keepsTheEnvironmentUntilTheRedOneIsClosed() {
            NewDeployment red = red();
            NewDeployment back = back(red, 3);
            intend(back);
            becomes(back, DeploymentState.INTENDED, DeploymentState.HEALTHY);
            NewDeployment after = next("staging", 4, SHA_C);
            assertThat(intend(after)).isFalse();
            assertThat(becomes(red, DeploymentState.RED, DeploymentState.ROLLED_BACK))
                    .isTrue();
            assertThat(intend(after)).isTrue();
            assertThat(line(after).previous()).isEqualTo(SHA_A);
        }

        @Test
        void isTheLastOneWhoseStartHappened() {
            NewDeployment red = red();
            assertThat(rollbackOf(red)).isEmpty();
            NewDeployment never = back(red, 3);
            intend(never);
            becomes(never, DeploymentState.INTENDED, DeploymentState.CANCELLED);
            assertThat(rollbackOf(red)).isEmpty();
            NewDeployment back = back(red, 4);
            intend(back);
            assertThat(rollbackOf(red)).containsExactly(line(back));
        }
    }

    @Nested
    class Superseding {
        private Task landed(Sha sha) {
            Task task = inStage(REVIEW);
            commit(tx -> {
                tx.queue().landed(task.id(), task.visit(), sha);
                return true;
            });
            return task;
        }

        private List<Deployment> superseding(Task task) {
            return read(reads -> reads.deployments().superseding(task.id()));
        }

        @Test
        void isWhatLandedLaterAndIsHealthy() {
            Task older = landed(SHA_A);
            Task newer = landed(SHA_B);
            NewDeployment failed = next("production", 1, SHA_B);
            intend(failed);
            becomes(failed, DeploymentState.INTENDED, DeploymentState.FAILED);
            assertThatList(superseding(older)).isEmpty();
            NewDeployment healthy = healthy("production", 2, SHA_B);
            assertThatList(superseding(older)).containsExactly(line(healthy));
            assertThatList(superseding(newer)).isEmpty();
            assertThatList(superseding(inStage(REVIEW))).isEmpty();
        }

        @Test
        void endsWhenTheEnvironmentIsHealthyWithSomethingOlder() {
            Task older = landed(SHA_A);
            landed(SHA_B);
            healthy("production", 1, SHA_B);
            NewDeployment staging = healthy("staging", 1, SHA_B);
            healthy("production", 2, SHA_C);
            assertThatList(superseding(older)).containsExactly(line(staging));
        }

        @Test
        void countsFromWhatTheTaskLandedLast() {
            Task again = landed(SHA_A);
            landed(SHA_B);
            healthy("production", 1, SHA_B);
            commit(tx -> {
                tx.queue().landed(again.id(), again.visit() + 1, SHA_C);
                tx.queue().landed(again.id(), again.visit() + 1, SHA_C);
                return true;
            });
            assertThatList(superseding(again)).isEmpty();
        }
    }

    @Nested
    class GiveUpDoubt {
        @Test
        void closesOnlyWhatIsInDoubtOfThatTask() {
            NewDeployment doubtful = next("staging", 1, SHA_A);
            intend(doubtful);
            becomes(doubtful, DeploymentState.INTENDED, DeploymentState.IN_DOUBT);
            NewDeployment going = next("production", 1, SHA_A);
            intend(going);
            Task other = inStage(REVIEW);
            commit(tx -> {
                tx.deployments().giveUpDoubt(other.id(), "not mine", LATER);
                return true;
            });
            assertThat(line(doubtful).state()).isEqualTo(DeploymentState.IN_DOUBT);
            commit(tx -> {
                tx.deployments().giveUpDoubt(ofLines().id(), "retried by ann", LATER);
                return true;
            });
            assertThat(line(doubtful).state()).isEqualTo(DeploymentState.FAILED);
            assertThat(line(doubtful).found()).isEqualTo("retried by ann");
            assertThat(line(going).state()).isEqualTo(DeploymentState.INTENDED);
        }
    }
}
