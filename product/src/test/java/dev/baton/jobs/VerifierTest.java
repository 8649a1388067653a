package dev.baton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.deploy.Environment;
import dev.baton.deploy.EnvironmentSettings;
import dev.baton.model.DeployAnswer;
import dev.baton.model.Deployment;
import dev.baton.model.DeploymentState;
import dev.baton.model.Evidence;
import dev.baton.model.Job;
import dev.baton.model.JobKind;
import dev.baton.model.Sha;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskStatus;
import dev.baton.model.WorkItem;
import dev.baton.store.DeploymentWrites.NewDeployment;
import dev.baton.store.Store;
import dev.baton.store.TaskWrites.Edge;
import dev.baton.store.TaskWrites.NewTask;
import dev.baton.store.Tx;
import dev.baton.store.WorkWrites.NewJob;
import dev.baton.store.WorkWrites.NewRun;
import dev.baton.store.jdbc.UnsyncedStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-27T01:30:00Z");
    private static final Duration ROUND = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private Store store;
    private final Map<String, FakeEnvironment> environments = new HashMap<>();
    private final List<String> nudges = new ArrayList<>();
    private Verifier verifier;

    /** Answers what was put in, then that it is down. */
    private static final class FakeEnvironment implements Environment {
        private final Deque<Probe> answers = new ArrayDeque<>();
        private Optional<Verification> verification =
                Optional.of(new Verification(3, Duration.ofMinutes(1)));

        private boolean broken;

        FakeEnvironment answers(boolean... healthy) {
            for (boolean well : healthy) {
                answers.add(well ? new Healthy("200") : new Unhealthy("503"));
            }
            return this;
        }

        @Override
        public EnvironmentSettings.Source from() {
            return EnvironmentSettings.Source.SETTINGS;
        }

        @Override
        public Path folder() {
            return Path.of("/");
        }

        @Override
        public String start() {
            return "true";
        }

        @Override
        public Optional<String> rollback() {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> opensAt(Instant now) {
            return Optional.empty();
        }

        @Override
        public Duration timeout() {
            return Duration.ofMinutes(1);
        }

        @Override
        public Optional<Verification> verification() {
            return verification;
        }

        @Override
        public Probe probe(Deployment deployment) {
            if (broken) {
                throw new IllegalStateException("an adapter with a defect");
            }
            Probe next = answers.poll();
            return next == null ? new Unhealthy("down") : next;
        }

        @Override
        public Evidence.DeployStatus status(Deployment deployment) {
            return new Evidence.DeployStatus(DeployAnswer.UNKNOWN, "not asked here");
        }
    }

    @BeforeEach
    void open() {
        store = UnsyncedStores.sqlite(folder);
        verifier = new Verifier(
                store,
                project -> Map.copyOf(environments),
                (task, actor) -> nudges.add(task + " " + actor),
                () -> NOW);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private FakeEnvironment verifying(String name) {
        FakeEnvironment environment = new FakeEnvironment();
        environments.put(name, environment);
        in(tx -> deployed(tx, name));
        return environment;
    }

    private void in(Consumer<Tx> work) {
        store.write("test", tx -> {
            work.accept(tx);
            return Store.Step.commit(true);
        });
    }

    private void deployed(Tx tx, String name) {
        tx.tasks().keepPipeline("digest", "");
        Task task = tx.tasks()
                .insert(
                        new NewTask(
                                "SHOP",
                                new WorkItem("t", "", null, null, "ann", 0),
                                "digest",
                                "main",
                                NOW),
                        key -> "b/" + key);
        tx.tasks()
                .enter(
                        new Edge(task.id(), 0, StageId.CREATED, new StageId("deploy")),
                        false,
                        TaskStatus.LIVE,
                        NOW);
        Sha sha = new Sha("c".repeat(40));
        Job job = tx.work()
                .queue(new NewJob(task.id(), 1, JobKind.DEPLOY, "deploy-" + name, sha, 1, 0, NOW));
        tx.work().grant(job.id(), NOW);
        tx.work().intend(job, new NewRun(1, name, Duration.ofMinutes(1), null, NOW));
        tx.deployments()
                .intend(new NewDeployment("SHOP", name, 1, task.id(), 1, sha, null, name, NOW));
        tx.deployments()
                .becomes(
                        name,
                        DeploymentState.INTENDED,
                        DeploymentState.VERIFYING,
                        "exit code 0",
                        NOW);
    }

    private Deployment line(String name) {
        return store.read(reads -> reads.deployments().byUnit(name)).orElseThrow();
    }

    private void rounds(int n) {
        for (int i = 0; i < n; i++) {
            verifier.runOnce(ROUND);
        }
    }

    @Test
    void isHealthyAfterSoManyAnswersInARow() {
        verifying("staging").answers(true, true, false, true, true, true);
        rounds(5);
        assertThat(line("staging").state()).isEqualTo(DeploymentState.VERIFYING);
        assertThat(line("staging").healthyInARow()).isEqualTo(2);
        assertThat(nudges).isEmpty();
        rounds(1);
        assertThat(line("staging").state()).isEqualTo(DeploymentState.HEALTHY);
        assertThat(line("staging").found()).isEqualTo("200");
        assertThat(nudges).containsExactly("1 verifier");
    }

    @Test
    void failsAtTheDeadlineOfWatchedTimeWithWhatItFoundLast() {
        verifying("staging").answers(true, true);
        rounds(5);
        assertThat(line("staging").state()).isEqualTo(DeploymentState.VERIFYING);
        rounds(1);
        assertThat(line("staging").state()).isEqualTo(DeploymentState.RED);
        assertThat(line("staging").found())
                .isEqualTo(
                        "expected 3 healthy answers in a row within 1m, found 0; the last: down");
        assertThat(nudges).containsExactly("1 verifier");
        rounds(3);
        assertThat(nudges).hasSize(1);
    }

    @Test
    void goesOnWhereAServerBeforeItStopped() {
        verifying("staging").answers(true, true);
        rounds(2);
        store.close();
        open();
        Objects.requireNonNull(environments.get("staging")).answers(true);
        rounds(1);
        assertThat(line("staging").state()).isEqualTo(DeploymentState.HEALTHY);
    }

    @Test
    void takesTheExitCodeForItWhereNothingIsAsked() {
        verifying("staging").verification = Optional.empty();
        rounds(1);
        assertThat(line("staging").state()).isEqualTo(DeploymentState.HEALTHY);
        assertThat(line("staging").found()).isEqualTo("exit code 0; no health check is set");
    }

    @Test
    void failsWhatTheSettingsDoNotKnowAnyMore() {
        verifying("staging");
        environments.clear();
        rounds(1);
        assertThat(line("staging").state()).isEqualTo(DeploymentState.RED);
        assertThat(line("staging").found()).contains("none of that name any more");
    }

    @Test
    void oneThatThrowsDoesNotKeepTheOthers() {
        verifying("broken").broken = true;
        verifying("staging").answers(true, true, true);
        rounds(3);
        assertThat(line("staging").state()).isEqualTo(DeploymentState.HEALTHY);
        assertThat(line("broken").state()).isEqualTo(DeploymentState.VERIFYING);
    }
}
