package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.model.Command;
import dev.baton.model.DeployAnswer;
import dev.baton.model.Deployment;
import dev.baton.model.DeploymentState;
import dev.baton.model.Event;
import dev.baton.model.Parking;
import dev.baton.model.RunState;
import dev.baton.model.StageId;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.pipeline.PipelineParser;
import dev.baton.pipeline.Presets;
import dev.baton.store.Store;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The whole of the preset {@code standard}: what it deploys, how often, and what becomes of it. */
class StandardDriverTest extends DriverBench {
    private static final StageId DEPLOY = new StageId("deploy");

    StandardDriverTest() {
        super(PipelineParser.parse("standard", Presets.yaml("standard", "./test", false))
                .orFail());
    }

    private List<Deployment> ledger(TaskId id) {
        return database.read(reads -> reads.deployments().of(id));
    }

    private List<String> kinds() {
        return world.applied.keySet().stream()
                .map(key -> key.replaceAll("^\\d+/", "").replaceAll("/[0-9a-f]{40}", ""))
                .toList();
    }

    /** A developer that commits something new each time. */
    private static World.Act working(String job, int nth) {
        return new World.Act(
                0,
                switch (job) {
                    case "analyst" -> Situations.HEAD;
                    case "developer" -> Situations.sha((char) ('0' + nth));
                    default -> null;
                },
                World.word(job));
    }

    @Test
    void carriesATaskFromFiledToProduction() {
        TaskId id = file();
        drain(id);
        assertLanded(id);
        assertThat(kinds())
                .containsExactly(
                        "1/run/analyst/1",
                        "1/push",
                        "2/run/architect/1",
                        "2/push",
                        "3/run/developer/1",
                        "3/run/tests/1",
                        "3/push",
                        "3/change-request",
                        "4/run/reviewer/1",
                        "5/run/tester/1",
                        "6/run/merge-test/1",
                        "6/deploy/staging/1",
                        "6/merge",
                        "7/deploy/production/1");
        assertThat(ledger(id))
                .extracting(Deployment::deployId, Deployment::state, Deployment::sha)
                .containsExactly(tuple("SHOP-staging-1", id), tuple("SHOP-production-1", id));
    }

    private Tuple tuple(String deployId, TaskId id) {
        return Tuple.tuple(
                deployId,
                DeploymentState.HEALTHY,
                database.read(reads -> reads.gates().candidates(id, 6))
                        .getFirst()
                        .sha());
    }

    @Test
    void leavesTheReviewersWordInTheOutboxOnce() {
        TaskId id = file();
        drain(id);
        database.close();
        assertThat(EngineDatabase.outbox(folder, "comment")).containsExactly("review: approved");
        open();
    }

    @Test
    void aRedStagingGoesBackBeforeAnythingLands() {
        world.agents = StandardDriverTest::working;
        world.healthy =
                deployment -> deployment.n() > 1 || !deployment.environment().equals("staging");
        TaskId id = file();
        drain(id);
        assertLanded(id);
        assertThat(events(id))
                .filteredOn(e -> e.type().equals("returned"))
                .extracting(Event::data)
                .containsExactly("development\ndeploy: RED: asked\nit is down");
        assertThat(ledger(id))
                .extracting(Deployment::deployId)
                .containsExactly("SHOP-staging-1", "SHOP-staging-2", "SHOP-production-1");
    }

    @Test
    void aRedProductionGoesBackAndLandsASecondTime() {
        world.agents = StandardDriverTest::working;
        world.healthy =
                deployment -> deployment.environment().equals("staging") || deployment.n() > 1;
        TaskId id = file();
        drain(id);
        assertThat(task(id).status())
                .as(() -> task(id).parking() + "\n" + events(id))
                .isEqualTo(TaskStatus.DONE);
        assertSound(id);
        List<Deployment> ledger = ledger(id);
        assertThat(ledger)
                .extracting(Deployment::deployId)
                .containsExactly(
                        "SHOP-staging-1",
                        "SHOP-production-1",
                        "SHOP-staging-2",
                        "SHOP-production-2");
        assertThat(ledger.getLast().sha()).isNotEqualTo(ledger.get(1).sha());
        assertThat(ledger.getLast().previous()).isNull();
        assertThat(ledger.get(2).previous()).isEqualTo(ledger.getFirst().sha());
    }

    @Test
    void aFailedDeployCommandIsRed() {
        world.agents = (job, nth) -> job.equals("deploy-staging") && nth == 1
                ? new World.Act(3, null, "")
                : working(job, nth);
        TaskId id = file();
        drain(id);
        assertLanded(id);
        assertThat(ledger(id).getFirst().found()).isEqualTo("expected exit code 0, found 3");
    }

    @Test
    void parksAtMaxVisitsWithAName() {
        world.agents = StandardDriverTest::working;
        world.healthy = deployment -> false;
        TaskId id = file();
        drain(id);
        Parking parking = Objects.requireNonNull(task(id).parking());
        assertThat(parking.who()).isEqualTo("anna");
        assertThat(parking.why())
                .startsWith("development was visited 5 times of at most 5; last: deploy: ");
        assertSound(id);
    }

    @Test
    void waitsWhileAnotherTaskHasTheEnvironment() {
        TaskId first = file();
        TaskId second = file();
        Driver driver = start(database);
        driveUntil(
                driver,
                first,
                "a deploy of staging",
                () -> world.living.stream().anyMatch(unit -> unit.contains("deploy-staging")));
        driveUntil(driver, second, "the merge queue", () -> waits(second).contains("merge queue"));
        assertThat(waits(second)).isEqualTo("the merge queue of main");
        drain(first);
        drain(second);
        assertThat(ledger(second))
                .extracting(Deployment::deployId)
                .containsExactly("SHOP-staging-2", "SHOP-production-2");
        assertThat(ledger(second).getFirst().previous())
                .isEqualTo(ledger(first).getFirst().sha());
    }

    /** Who was the head has the environment, and who is the head waits for it. */
    @Test
    void aDeployOfWhoLostItsPlaceInTheQueueIsSeenThrough() {
        world.agents = StandardDriverTest::working;
        world.healthy = d -> d.n() > 1 || d.environment().equals("production");
        TaskId first = file();
        TaskId second = file();
        Driver driver = start(database);
        driveUntil(
                driver,
                first,
                "a deploy of staging",
                () -> world.living.stream().anyMatch(unit -> unit.contains("deploy-staging")));
        command(first, Command.Kind.PAUSE, null);
        driver.drive(first, "test");
        driveUntil(
                driver,
                second,
                "the environment",
                () -> waits(second).equals("environment staging: SHOP-1 deploys"));
        command(first, Command.Kind.RESUME, null);
        for (int round = 0; round < ROUNDS_MAX; round++) {
            driver.drive(first, "test");
            others(first);
            driver.drive(second, "test");
            others(second);
        }
        assertThat(task(first).status()).isEqualTo(TaskStatus.DONE);
        assertThat(task(second).status()).isEqualTo(TaskStatus.DONE);
    }

    private String waits(TaskId id) {
        var waiting = task(id).waiting();
        return waiting == null ? "" : waiting.what();
    }

    private void driveUntil(Driver driver, TaskId id, String what, BooleanSupplier there) {
        for (int round = 0; round < ROUNDS_MAX; round++) {
            driver.drive(id, "test");
            if (there.getAsBoolean()) {
                return;
            }
            others(id);
        }
        throw new AssertionError("never came to " + what + ": " + events(id));
    }

    @Nested
    class AfterALostDeploy {
        private TaskId id = new TaskId(0);
        private String unit = "";

        /** Drives until the staging deploy runs, then nobody sees it end. */
        private void lost(DeployAnswer answer) {
            world.status = answer;
            id = file();
            driveUntil(
                    start(database),
                    id,
                    "a deploy",
                    () -> world.living.stream()
                            .anyMatch(living -> living.contains("deploy-staging")));
            unit = world.living.iterator().next();
            world.living.clear();
            committed(database.write(
                    "lost",
                    tx -> Store.Step.commit(
                            tx.work().ended(unit, RunState.LOST, null, "gone", clock.instant()))));
            drain(id);
        }

        @Test
        void parksWithTheEnvironmentAndNeverStartsItAgain() {
            lost(DeployAnswer.UNKNOWN);
            Parking parking = Objects.requireNonNull(task(id).parking());
            assertThat(parking.why())
                    .startsWith("environment staging: nobody can say what became of"
                            + " SHOP-staging-1 (LOST: gone; status: UNKNOWN)");
            command(id, Command.Kind.RESUME, null);
            drain(id);
            assertThat(task(id).status()).isEqualTo(TaskStatus.PARKED);
            assertThat(kinds()).filteredOn(key -> key.contains("deploy")).hasSize(1);
        }

        @Test
        void deploysAnewWhenAPersonSaysSo() {
            lost(DeployAnswer.ABSENT);
            command(id, Command.Kind.RETRY, null);
            drain(id);
            assertLanded(id);
            assertThat(ledger(id))
                    .extracting(Deployment::deployId, Deployment::state)
                    .startsWith(
                            Tuple.tuple("SHOP-staging-1", DeploymentState.FAILED),
                            Tuple.tuple("SHOP-staging-2", DeploymentState.HEALTHY));
        }

        @Test
        void goesOnWhereTheEnvironmentSaysItIsThere() {
            lost(DeployAnswer.HEALTHY);
            assertLanded(id);
            assertThat(kinds()).filteredOn(key -> key.contains("staging")).hasSize(1);
        }

        @Test
        void canBeSentElsewhereAndFreesTheEnvironment() {
            lost(DeployAnswer.UNKNOWN);
            command(id, Command.Kind.MOVE, new StageId("testing"));
            drain(id);
            assertLanded(id);
            assertThat(ledger(id).getFirst().found()).isEqualTo("moved by anna");
        }

        /** The intent is there, nothing of it was started, and the data folder is a copy. */
        @Test
        void parksTooWhereItsStartIsInDoubt() {
            world.point = name -> {
                if (name.startsWith("before ") && name.contains("/deploy/staging")) {
                    throw new Crash(name);
                }
            };
            id = file();
            assertThatThrownBy(() -> driveUntil(start(database), id, "a crash", () -> false))
                    .isInstanceOf(Crash.class);
            world.point = name -> {};
            new TakeOver(database, clock).run("a copy of another host");
            drain(id);
            assertThat(Objects.requireNonNull(task(id).parking()).why())
                    .contains("nobody can say what became of SHOP-staging-1");
            command(id, Command.Kind.RETRY, null);
            drain(id);
            assertLanded(id);
            assertThat(kinds()).filteredOn(key -> key.contains("staging")).hasSize(1);
        }

        @Test
        void canBeStopped() {
            lost(DeployAnswer.UNKNOWN);
            command(id, Command.Kind.STOP, null);
            drain(id);
            assertThat(task(id).status()).isEqualTo(TaskStatus.CANCELLED);
            assertThat(events(id).getLast().data())
                    .contains("deploy to staging: happened as SHOP-staging-1 of ", ", IN_DOUBT");
            assertThat(ledger(id).getFirst().state()).isEqualTo(DeploymentState.FAILED);
        }
    }

    @Nested
    class Commands {
        private Driver driver;

        @BeforeEach
        void startServer() {
            driver = start(database);
        }

        private TaskId deploying() {
            TaskId id = file();
            driveUntil(
                    driver,
                    id,
                    "a deploy",
                    () -> world.living.stream().anyMatch(unit -> unit.contains("deploy-staging")));
            return id;
        }

        @Test
        void stopWaitsForTheDeployAndSaysWhatHappened() {
            TaskId id = deploying();
            command(id, Command.Kind.STOP, null);
            driver.drive(id, "test");
            assertThat(task(id).status()).isEqualTo(TaskStatus.CANCELLING);
            assertThat(waits(id))
                    .isEqualTo("run shop-1-v6-deploy-staging-1 to end: a deploy is never ended by"
                            + " force");
            drain(id);
            assertThat(task(id).status()).isEqualTo(TaskStatus.CANCELLED);
            assertThat(events(id).getLast().data())
                    .contains("deploy to staging: happened as SHOP-staging-1 of ", ", HEALTHY")
                    .doesNotContain("merge");
            assertSound(id);
        }

        @Test
        void moveWaitsForTheDeploy() {
            TaskId id = deploying();
            command(id, Command.Kind.MOVE, new StageId("testing"));
            driver.drive(id, "test");
            assertThat(task(id).stage().name()).isEqualTo("deploy-staging");
            drain(id);
            assertLanded(id);
            assertThat(events(id)).extracting(Event::type).contains("moved");
        }

        @Test
        void rejectWaitsForTheDeployAndGoesBack() {
            world.agents = StandardDriverTest::working;
            TaskId id = deploying();
            command(id, Command.Kind.REJECT, null);
            drain(id);
            assertLanded(id);
            assertThat(events(id)).extracting(Event::type).contains("returned");
            assertThat(ledger(id))
                    .extracting(Deployment::state)
                    .containsOnly(DeploymentState.HEALTHY);
        }

        @Test
        void aPausedTaskLetsItsDeployEndAndGoesOnWhenResumed() {
            TaskId id = deploying();
            command(id, Command.Kind.PAUSE, null);
            driver.drive(id, "test");
            others(id);
            driver.drive(id, "test");
            assertThat(task(id).status()).isEqualTo(TaskStatus.PAUSED);
            assertThat(ledger(id).getFirst().state()).isEqualTo(DeploymentState.STARTED);
            command(id, Command.Kind.RESUME, null);
            drain(id);
            assertLanded(id);
            assertThat(kinds()).filteredOn(key -> key.contains("staging")).hasSize(1);
        }

        @Test
        void moveOfAPausedTaskWaitsForItsDeployToo() {
            TaskId id = deploying();
            command(id, Command.Kind.PAUSE, null);
            driver.drive(id, "test");
            command(id, Command.Kind.MOVE, new StageId("review"));
            driver.drive(id, "test");
            assertThat(task(id).stage().name()).isEqualTo("deploy-staging");
            drain(id);
            assertLanded(id);
        }

        @Test
        void retryAfterMaxVisitsDeploysAnew() {
            world.agents = StandardDriverTest::working;
            world.healthy = deployment -> deployment.n() > 5;
            TaskId id = file();
            drain(id);
            assertThat(task(id).status()).isEqualTo(TaskStatus.PARKED);
            command(id, Command.Kind.RETRY, null);
            world.healthy = deployment -> true;
            drain(id);
            assertLanded(id);
        }

        @Test
        void moveToTheDeployOfWhatNeverLandedParks() {
            TaskId id = file();
            driver.drive(id, "test");
            command(id, Command.Kind.MOVE, DEPLOY);
            drain(id);
            assertThat(Objects.requireNonNull(task(id).parking()).why())
                    .startsWith("stage deploy works on commits, and there are none yet");
        }
    }

    /** Production never goes back: what landed later brought the older one with it. */
    @Test
    void whatLandedBeforeWhatIsHealthyIsNotDeployedOverIt() {
        TaskId older = file();
        world.point = name -> {
            if (name.startsWith("after") && name.contains("/merge/")) {
                command(older, Command.Kind.PAUSE, null);
            }
        };
        drain(older);
        world.point = name -> {};
        assertThat(task(older).status()).isEqualTo(TaskStatus.PAUSED);
        TaskId newer = file();
        drain(newer);
        assertThat(task(newer).status()).isEqualTo(TaskStatus.DONE);

        command(older, Command.Kind.RESUME, null);
        drain(older);

        assertThat(task(older).status()).isEqualTo(TaskStatus.DONE);
        assertThat(ledger(older)).extracting(Deployment::environment).doesNotContain("production");
        assertThat(events(older))
                .filteredOn(e -> e.type().equals("verdict") && e.data().contains("superseded"))
                .singleElement()
                .satisfies(e -> assertThat(e.data())
                        .contains("of SHOP-2 (SHOP-production-1), which landed later"));
    }

    @Nested
    class Faults {
        private int points() {
            int[] count = {0};
            world.point = name -> count[0]++;
            TaskId id = file();
            drain(id, n -> new Touched(database, what -> count[0]++));
            assertLanded(id);
            return count[0];
        }

        private void assertDeployedOnce(TaskId id) {
            assertLanded(id);
            assertThat(kinds())
                    .filteredOn(key -> key.contains("/deploy/staging"))
                    .hasSize(1);
            assertThat(kinds())
                    .filteredOn(key -> key.contains("/deploy/production"))
                    .hasSize(1);
            assertThat(ledger(id))
                    .extracting(Deployment::state)
                    .isSubsetOf(DeploymentState.HEALTHY, DeploymentState.CANCELLED);
        }

        @Test
        void aCrashAtAnyPointDeploysEachCommitOnce() {
            int points = points();
            assertThat(points).isGreaterThan(120);
            for (int at = 1; at <= points; at++) {
                world = new World();
                int[] left = {at};
                World.Point crash = name -> {
                    if (--left[0] == 0) {
                        throw new Crash(name);
                    }
                };
                world.point = crash;
                TaskId id = file();
                drain(id, n -> new Touched(database, crash));
                assertThat(left[0]).as("point %d was reached", at).isLessThanOrEqualTo(0);
                assertDeployedOnce(id);
            }
        }

        @Test
        void stopAtAnyPointWaitsForDeploysAndSaysWhatHappened() {
            int points = points();
            for (int at = 1; at <= points; at += 2) {
                world = new World();
                TaskId id = file();
                int[] left = {at};
                World.Point stop = name -> {
                    if (--left[0] == 0) {
                        throw new Crash(name);
                    }
                };
                world.point = stop;
                try {
                    Driver driver = start(new Touched(database, stop));
                    for (int i = 0; i < ROUNDS_MAX && !task(id).status().terminal(); i++) {
                        driver.drive(id, "test");
                        others(id);
                    }
                } catch (Crash e) {
                    world.point = name -> {};
                    command(id, Command.Kind.STOP, null);
                }
                drain(id);
                assertStopped(id);
            }
        }

        private void assertStopped(TaskId id) {
            assertSound(id);
            assertThat(ledger(id)).allMatch(deployment -> deployment.state().finished());
            if (task(id).status() == TaskStatus.DONE) {
                return;
            }
            assertThat(task(id).status()).isEqualTo(TaskStatus.CANCELLED);
            assertThat(world.living).isEmpty();
            String said = events(id).getLast().data();
            for (String environment : List.of("staging", "production")) {
                boolean deployed = world.applied.keySet().stream()
                        .anyMatch(key -> key.contains("/deploy/" + environment));
                assertThat(said.contains("deploy to " + environment + ": happened as "))
                        .as(said)
                        .isEqualTo(deployed);
            }
        }
    }
}
