package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Command;
import dev.baton.model.Parking;
import dev.baton.model.RunState;
import dev.baton.model.Setback;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.store.Store;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The driver over a real database, against a modelled outside that outlives it. */
class DriverTest extends DriverBench {
    DriverTest() {
        super(Situations.quick());
    }

    /** Else it would take a processor, round by round, until somebody looks at the log. */
    @Test
    void aTaskThatSpinsHasASetback() {
        TaskId id = file();
        Driver driver = start(new Refusing(database, "waiting"));

        driver.drive(id, "test");

        assertThat(task(id).setback())
                .extracting(Setback::why)
                .asString()
                .contains("without coming to rest");
        assertThat(task(id).owner()).isNull();
    }

    @Test
    void carriesATaskFromFiledToMerged() {
        TaskId id = file();
        drain(id);
        assertLanded(id);
        assertThat(task(id).visit()).isEqualTo(4);
        assertThat(world.applied.keySet())
                .extracting(key -> key.replaceAll("^\\d+/", "").replaceAll("/[0-9a-f]{40}", ""))
                .containsExactly(
                        "1/run/developer/1",
                        "1/run/tests/1",
                        "1/push",
                        "1/change-request",
                        "2/run/reviewer/1",
                        "3/run/merge-test/1",
                        "3/merge");
    }

    /** Whoever watches asks for a notice of the end at this moment; before, there is no process. */
    @Test
    void saysThatARunStartedOnceItsStartIsConfirmed() {
        Map<String, RunState> told = new LinkedHashMap<>();
        listener = new EngineListener() {
            @Override
            public void runStarted(String unit) {
                told.put(
                        unit,
                        database.read(r -> r.work().run(unit)).orElseThrow().state());
            }
        };
        drain(file());
        assertThat(told)
                .hasSize(4)
                .containsEntry("shop-1-v1-developer-1", RunState.RUNNING)
                .containsEntry("shop-1-v3-merge-test-1", RunState.RUNNING);
        assertThat(told.values()).containsOnly(RunState.RUNNING);
    }

    /** Nothing is landed a second time, and nobody but a person says that this was it. */
    @Test
    void whatAPersonLandedByHandParksAtItsTurn() {
        world.landedByHand = true;
        TaskId id = file();
        drain(id);
        Parking parking = Objects.requireNonNull(task(id).parking());
        assertThat(parking.who()).isEqualTo("anna");
        assertThat(parking.why())
                .endsWith("already contains the head: somebody else landed it; stop the task or"
                        + " move it back");
        assertSound(id);
        assertThat(world.applied.keySet()).noneMatch(key -> key.contains("/merge/"));
    }

    @Test
    void carriesARejectionBackWithItsFindings() {
        world.agents = (job, nth) -> new World.Act(
                0,
                job.equals("developer") ? Situations.sha((char) ('0' + nth)) : null,
                job.equals("reviewer") && nth == 1 ? "changes-requested" : "approved");
        TaskId id = file();
        drain(id);
        assertLanded(id);
        assertThat(task(id).visit()).isEqualTo(6);
        assertThat(events(id))
                .filteredOn(e -> e.type().equals("returned"))
                .singleElement()
                .satisfies(e -> assertThat(e.data())
                        .isEqualTo("development\nverdict: changes requested\nit says Hello"));
    }

    @Test
    void commitsThatWereRefusedAreAFailedAttemptWithTheirReason() {
        world.refused.put("shop-1-v1-developer-1", "commit 4f2c contains .baton/out/review.md");
        TaskId id = file();
        drain(id);
        assertLanded(id);
        assertThat(world.applied.keySet().stream().filter(k -> k.contains("/run/developer/")))
                .hasSize(2);
        assertThat(events(id))
                .filteredOn(e -> e.type().equals("retry"))
                .singleElement()
                .satisfies(e -> assertThat(e.data())
                        .contains("shop-1-v1-developer-1: refused: commit 4f2c contains"
                                + " .baton/out/review.md"));
    }

    @Test
    void commitsThatAreRefusedAgainParkTheTaskWithTheReason() {
        world.refused.put("shop-1-v1-developer-1", "commit a contains .baton/in/x");
        world.refused.put("shop-1-v1-developer-2", "commit b contains .baton/in/x");
        TaskId id = file();
        drain(id);
        Parking parking = Objects.requireNonNull(task(id).parking());
        assertThat(parking.why())
                .isEqualTo("shop-1-v1-developer-2: refused: commit b contains .baton/in/x"
                        + " (attempt 2 of 2)");
    }

    /** Head and visit stay, so the word is stored as an answer about one run, and no other. */
    @Test
    void aRejectWhileAGateRunsIsAnsweredByOneMoreAttempt() {
        world.agents = (job, nth) -> new World.Act(
                0, job.equals("developer") ? Situations.sha((char) ('0' + nth)) : null, "approved");
        TaskId id = file();
        boolean[] said = {false};
        world.point = name -> {
            if (!said[0] && name.startsWith("after") && name.endsWith("/run/tests/1")) {
                said[0] = true;
                command(id, Command.Kind.REJECT, null);
            }
        };
        drain(id);
        assertLanded(id);
        assertThat(world.applied.keySet().stream().filter(k -> k.contains("/run/developer/")))
                .hasSize(2);
    }

    @Test
    void parksWithANameWhenTheAttemptsAreUsedUp() {
        world.agents = (job, nth) -> new World.Act(1, null, "");
        TaskId id = file();
        drain(id);
        assertThat(task(id).status()).isEqualTo(TaskStatus.PARKED);
        Parking parking = Objects.requireNonNull(task(id).parking());
        assertThat(parking.who()).isEqualTo("anna");
        assertThat(parking.why()).contains("attempt 2 of 2");
        assertSound(id);
    }

    @Test
    void retryGivesFreshAttemptsInTheSameVisit() {
        world.agents = (job, nth) -> new World.Act(
                job.equals("developer") && nth <= 2 ? 1 : 0, Situations.HEAD, "approved");
        TaskId id = file();
        drain(id);
        command(id, Command.Kind.RETRY, null);
        drain(id);
        assertLanded(id);
        assertThat(task(id).visit()).isEqualTo(4);
    }

    @Test
    void aMovedBasePoisonsTheCandidateAndLandsTheNext() {
        world.point = name -> {
            if (name.startsWith("before")
                    && name.contains("/merge/")
                    && world.base.equals(Situations.BASE)) {
                world.base = Situations.sha('f');
            }
        };
        TaskId id = file();
        drain(id);
        assertLanded(id);
        assertThat(world.poisoned).singleElement().asString().contains("/merge/");
    }

    @Test
    void aConflictGoesBackToDevelopment() {
        world.conflicts = 1;
        world.agents = (job, nth) -> new World.Act(
                0, job.equals("developer") ? Situations.sha((char) ('0' + nth)) : null, "approved");
        TaskId id = file();
        drain(id);
        assertLanded(id);
        assertThat(events(id))
                .filteredOn(e -> e.type().equals("returned"))
                .singleElement()
                .satisfies(e -> assertThat(e.data()).contains("conflict with main in Greet.java"));
    }

    @Test
    void aWaitThatDoesNotChangeIsWrittenOnce() {
        TaskId id = file();
        Driver driver = start(database);
        driver.drive(id, "test");
        long commits = database.counters().commits();
        driver.drive(id, "test");
        assertThat(database.counters().commits()).isEqualTo(commits);
    }

    @Test
    void anEffectCostsTwoCommitsAndAnIdleDriveNone() {
        TaskId id = file();
        Driver driver = start(database);
        driver.drive(id, "test");
        committed(database.write("grant", tx -> {
            tx.work()
                    .grantable(clock.instant(), 1000)
                    .forEach(w -> tx.work().grant(w.job().id(), clock.instant()));
            return Store.Step.commit(true);
        }));
        long before = database.counters().commits();
        driver.drive(id, "test");
        // acquire, intent, confirm, yield
        assertThat(database.counters().commits() - before).isEqualTo(4);
    }

    @Nested
    class Faults {
        /** How many times a fault-free life touches the world and the database. */
        private int points() {
            int[] count = {0};
            world.point = name -> count[0]++;
            TaskId id = file();
            drain(id, n -> new Touched(database, what -> count[0]++));
            assertLanded(id);
            return count[0];
        }

        @Test
        void aCrashAtAnyPointEndsTheSameWithEveryEffectOnce() {
            int points = points();
            assertThat(points).isGreaterThan(40);
            for (int at = 1; at <= points; at++) {
                freshWorld();
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
                assertLanded(id);
            }
        }

        @Test
        void aCrashDuringTheRecoveryEndsTheSame() {
            int points = points();
            for (int at = 1; at <= points; at += 3) {
                for (int again = 1; again <= 7; again += 2) {
                    freshWorld();
                    int[] left = {at, again};
                    World.Point crash = name -> {
                        if ((left[0] > 0 && --left[0] == 0) || (left[0] == 0 && --left[1] == 0)) {
                            throw new Crash(name);
                        }
                    };
                    world.point = crash;
                    TaskId id = file();
                    drain(id, n -> new Touched(database, crash));
                    assertLanded(id);
                }
            }
        }

        @Test
        void anUnknownOutcomeIsResolvedByTakingOver() {
            for (boolean applied : new boolean[] {true, false}) {
                for (int at = 1; at <= 30; at++) {
                    freshWorld();
                    AtomicInteger left = new AtomicInteger(at);
                    TaskId id = file();
                    drain(id, n -> new Doubtful(database, left, applied));
                    assertLanded(id);
                }
            }
        }

        @Test
        void stopAtAnyPointSaysWhatHappened() {
            int points = points();
            for (int at = 1; at <= points; at += 2) {
                freshWorld();
                TaskId id = file();
                int[] left = {at};
                World.Point stop = name -> {
                    if (--left[0] == 0) {
                        throw new Crash(name);
                    }
                };
                world.point = stop;
                Driver driver = start(new Touched(database, stop));
                try {
                    for (int round = 0;
                            round < ROUNDS_MAX && !task(id).status().terminal();
                            round++) {
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
            boolean merged = world.applied.keySet().stream().anyMatch(k -> k.contains("/merge/"));
            if (task(id).status() == TaskStatus.DONE) {
                assertThat(merged).isTrue();
                return;
            }
            assertThat(task(id).status()).isEqualTo(TaskStatus.CANCELLED);
            assertThat(world.living).isEmpty();
            String said = events(id).getLast().data();
            assertThat(said.contains("merge: happened as ")).as(said).isEqualTo(merged);
            assertThat(said).doesNotContain("may have happened");
        }

        private void freshWorld() {
            world = new World();
        }
    }
}
