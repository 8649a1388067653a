package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Command;
import dev.baton.model.Deployment;
import dev.baton.model.DeploymentState;
import dev.baton.model.Event;
import dev.baton.model.Hold;
import dev.baton.model.Notice;
import dev.baton.model.StageId;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.pipeline.PipelineParser;
import dev.baton.pipeline.Presets;
import dev.baton.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * A commit is red in production: what was healthy comes back, the base and the environment wait for
 * who mends it, and nobody else's deploy goes over it. The real engine and database, and a modelled
 * outside.
 */
class RollbackTest extends DriverBench {
    private TaskId good = new TaskId(0);

    RollbackTest() {
        super(PipelineParser.parse("standard", Presets.yaml("standard", "./test", false))
                .orFail());
    }

    @BeforeEach
    void somethingIsHealthyInProduction() {
        world.rollsBack = true;
        world.agents = (job, nth) -> new World.Act(
                0,
                switch (job) {
                    case "analyst" -> Situations.HEAD;
                    case "developer" -> Situations.sha((char) ('0' + nth));
                    default -> null;
                },
                World.word(job));
        good = file();
        drain(good);
        assertThat(task(good).status()).isEqualTo(TaskStatus.DONE);
    }

    private List<Deployment> production(TaskId id) {
        return database.read(reads -> reads.deployments().of(id)).stream()
                .filter(d -> d.environment().equals("production"))
                .toList();
    }

    private List<Hold> holds() {
        return database.read(reads -> reads.holds().active());
    }

    private String waits(TaskId id) {
        var waiting = task(id).waiting();
        return waiting == null ? "" : waiting.what();
    }

    /** Everybody moves by one step and what time brings, until it is so. */
    private void until(String what, BooleanSupplier there, TaskId... tasks) {
        Driver driver = start(database);
        for (int round = 0; round < ROUNDS_MAX; round++) {
            for (TaskId id : tasks) {
                driver.drive(id, "test");
                if (there.getAsBoolean()) {
                    return;
                }
            }
            for (TaskId id : tasks) {
                others(id);
            }
        }
        throw new AssertionError("never came to: " + what + "; holds " + holds() + "; "
                + List.of(tasks).stream()
                        .map(id -> task(id) + "\n" + events(id))
                        .toList());
    }

    private boolean at(TaskId id, String stage) {
        return task(id).stage().equals(new StageId(stage));
    }

    private boolean done(TaskId id) {
        return task(id).status() == TaskStatus.DONE;
    }

    /** The first deployment of production after the good one is red; all others are healthy. */
    private void theNextIsRed() {
        world.healthy = d -> !(d.environment().equals("production") && d.n() == 2);
    }

    @Test
    void bringsBackWhatWasHealthyByTheSamePathAndHoldsBaseAndEnvironment() {
        theNextIsRed();
        TaskId bad = file();
        until("back in development", () -> task(bad).visit() > 7 && at(bad, "development"), bad);
        List<Deployment> ledger = production(bad);
        assertThat(ledger)
                .extracting(Deployment::deployId, Deployment::state, Deployment::rollsBack)
                .containsExactly(
                        tuple("SHOP-production-2", DeploymentState.ROLLED_BACK, null),
                        tuple("SHOP-production-3", DeploymentState.HEALTHY, 2));
        assertThat(ledger.getLast().sha())
                .isEqualTo(production(good).getFirst().sha())
                .isEqualTo(ledger.getFirst().previous());
        String what = "rolled back from " + ledger.getFirst().sha().abbreviated()
                + " of SHOP-2 (SHOP-production-2)";
        assertThat(holds())
                .extracting(Hold::kind, Hold::name, Hold::why, Hold::by, h -> h.lets(bad))
                .containsExactly(
                        tuple(Hold.Kind.BASE, "main", "production " + what, "baton", true),
                        tuple(Hold.Kind.ENVIRONMENT, "production", what, "baton", true));
        assertThat(events(bad))
                .filteredOn(e -> e.type().equals("returned"))
                .extracting(Event::data)
                .singleElement()
                .asString()
                .startsWith("development\ndeploy: RED: asked\nit is down");
        database.close();
        assertThat(EngineDatabase.outbox(folder, Notice.ALERT))
                .singleElement()
                .asString()
                .startsWith("SHOP-2 (SHOP): environment production " + what + ": asked; rollback:"
                        + " SHOP-production-3 of ");
        open();
    }

    @Test
    void theSameTasksFixLandsInSpiteOfTheHoldsAndEndsThem() {
        theNextIsRed();
        TaskId bad = file();
        until("the fix", () -> done(bad), bad);
        assertThat(holds()).isEmpty();
        assertThat(production(bad))
                .extracting(Deployment::state)
                .containsExactly(
                        DeploymentState.ROLLED_BACK,
                        DeploymentState.HEALTHY,
                        DeploymentState.HEALTHY);
        assertThat(world.appliedTwice()).isFalse();
    }

    @Test
    void whoWaitsInTheQueueWaitsForTheFixAndThenLands() {
        theNextIsRed();
        TaskId bad = file();
        until("it is rolled back", () -> !holds().isEmpty(), bad);
        TaskId next = file();
        until(
                "the second waits at the head",
                () -> waits(next)
                        .startsWith("the merge queue of main is held by baton: production rolled"
                                + " back from "),
                next);
        assertThat(task(next).stage()).isEqualTo(new StageId("deploy-staging"));
        until("both are done", () -> done(bad) && done(next), bad, next);
        assertThat(events(next)).extracting(Event::type).contains("let-pass");
        assertThat(holds()).isEmpty();
        assertThat(world.appliedTwice()).isFalse();
    }

    @Test
    void whoLandedBehindItDeploysNothingUntilTheFixBroughtBoth() {
        theNextIsRed();
        TaskId bad = file();
        TaskId behind = file();
        until(
                "the first deploys",
                () -> world.living.stream().anyMatch(u -> u.contains("production")),
                bad);
        until("the second has landed", () -> at(behind, "deploy"), behind);
        until("both are done", () -> done(bad) && done(behind), bad, behind);
        assertThat(production(behind)).isEmpty();
        assertThat(events(behind))
                .filteredOn(e -> e.type().equals("verdict") && e.data().contains("superseded"))
                .hasSize(1);
        assertThat(production(bad)).hasSize(3);
    }

    @Nested
    class WhereTheRollbackFails {
        private TaskId bad = new TaskId(0);

        @BeforeEach
        void redAndRedAgain() {
            world.healthy =
                    d -> !(d.environment().equals("production") && (d.n() == 2 || d.n() == 3));
            bad = file();
            until("parked", () -> task(bad).status() == TaskStatus.PARKED, bad);
        }

        @Test
        void parksAndHoldsTheEnvironmentForEverybody() {
            var parking = Objects.requireNonNull(task(bad).parking());
            assertThat(parking.who()).isEqualTo("anna");
            assertThat(parking.why())
                    .startsWith(
                            "environment production is broken: SHOP-production-2 is red, and its"
                                    + " rollback SHOP-production-3 of ")
                    .endsWith(
                            "Repair it, then ./baton environment release production; retry deploys"
                                    + " anew");
            assertThat(production(bad))
                    .extracting(Deployment::state)
                    .containsExactly(DeploymentState.FAILED, DeploymentState.FAILED);
            assertThat(holds())
                    .extracting(Hold::kind, h -> h.lets(bad))
                    .containsExactly(
                            tuple(Hold.Kind.BASE, true), tuple(Hold.Kind.ENVIRONMENT, false));
            assertThat(holds().getLast().why())
                    .startsWith("broken: SHOP-production-2 is red, and its rollback");
        }

        @Test
        void deploysAnewOnlyAfterAPersonLetGoAndRetried() {
            command(bad, Command.Kind.RETRY, null);
            until(
                    "it waits",
                    () -> waits(bad).startsWith("environment production is held by baton: broken"),
                    bad);
            committed(database.write("release", tx -> {
                tx.holds().release(holds().getLast().id(), "cleo", clock.instant());
                return Store.Step.commit(true);
            }));
            until("the end", () -> done(bad), bad);
            assertThat(production(bad))
                    .extracting(Deployment::n, Deployment::state)
                    .endsWith(tuple(4, DeploymentState.HEALTHY));
            assertThat(holds()).isEmpty();
        }
    }

    @Test
    void aStopWaitsForTheRollbackAndLeavesTheHoldsToAPerson() {
        theNextIsRed();
        TaskId bad = file();
        until(
                "the rollback runs",
                () -> world.living.stream().anyMatch(unit -> unit.contains("rollback")),
                bad);
        command(bad, Command.Kind.STOP, null);
        until("cancelled", () -> task(bad).status() == TaskStatus.CANCELLED, bad);
        assertThat(world.endedByForce).isEmpty();
        assertThat(production(bad))
                .extracting(Deployment::state)
                .containsExactly(DeploymentState.ROLLED_BACK, DeploymentState.HEALTHY);
        assertThat(holds()).hasSize(2).allMatch(hold -> hold.passes().isEmpty());
    }

    @Test
    void aClosedWindowKeepsADeployWaitingButNoRollback() {
        world.opensAt = Instant.parse("2026-11-24T08:00:00Z");
        TaskId late = file();
        until(
                "it waits",
                () -> waits(late).equals("environment production: its next deploy window"),
                late);
        assertThat(Objects.requireNonNull(task(late).waiting()).until()).isEqualTo(world.opensAt);
        world.opensAt = null;
        theNextIsRed();
        until(
                "it deploys",
                () -> world.living.stream().anyMatch(u -> u.contains("production")),
                late);
        world.opensAt = Instant.parse("2026-11-24T08:00:00Z");
        until("it is rolled back", () -> at(late, "development") && task(late).visit() > 7, late);
        assertThat(production(late).getFirst().state()).isEqualTo(DeploymentState.ROLLED_BACK);
    }

    private static Tuple tuple(@Nullable Object... values) {
        return Tuple.tuple(values);
    }
}
