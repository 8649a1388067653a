package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatList;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.model.Decision.Await;
import dev.baton.model.Owner;
import dev.baton.model.Parking;
import dev.baton.model.Setback;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.Waiting;
import dev.baton.model.WorkItem;
import dev.baton.store.TaskReads.Incarnation;
import dev.baton.store.TaskWrites.Edge;
import dev.baton.store.TaskWrites.NewTask;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks, pipelines and incarnations. */
abstract class TaskContract extends StoreContract {
    @Nested
    class Insert {
        @Test
        void startsInCreatedWithItsFirstEvent() {
            Task task = newTask();

            assertThat(task.key()).isEqualTo("SHOP-1");
            assertThat(task.branch()).isEqualTo("baton/SHOP-1");
            assertThat(task.status()).isEqualTo(TaskStatus.LIVE);
            assertThat(task.stage()).isEqualTo(StageId.CREATED);
            assertThat(task.visit()).isZero();
            assertThat(task.epoch()).isZero();
            assertThat(task.createdAt()).isEqualTo(NOW);
            assertThat(task).isEqualTo(task(task.id()));
            assertThatList(read(reads -> reads.history().events(task.id(), 0, 9)))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.transition()).isTrue();
                        assertThat(event.epoch()).isZero();
                        assertThat(event.type()).isEqualTo("created");
                    });
        }

        @Test
        void numbersTheKeysOfEachProjectApart() {
            assertThat(List.of(newTask("SHOP", null), newTask("WEB", null), newTask("SHOP", null)))
                    .extracting(Task::key)
                    .containsExactly("SHOP-1", "WEB-1", "SHOP-2");
        }

        @Test
        void goesOnWithTheNumbersAfterARestart() {
            newTask();
            store.close();
            store = open(folder);

            assertThat(newTask().key()).isEqualTo("SHOP-2");
        }

        @Test
        void keepsTextAsItCame() {
            String title = "'; drop table task; -- $(rm -rf /) \\ ../ ünïcödé 🦊 :name ?";
            String body = "line\n\r\n\ttab `x` <b>" + "é".repeat(200_000);
            WorkItem item = new WorkItem(title, body, "42", "http://h/42", "ann", -3);
            Task task = commit(tx -> tx.tasks()
                    .insert(new NewTask("SHOP", item, "digest", "main", NOW), key -> key));

            assertThat(task(task.id()).item()).isEqualTo(item);
        }

        @Test
        void refusesTheSameSourceTwiceAndKeepsTheFirst() {
            Task first = newTask("SHOP", "card-7");

            assertThatThrownBy(() -> newTask("SHOP", "card-7"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("card-7 in SHOP: expected no other");
            assertThatObject(read(reads -> reads.tasks().bySource("SHOP", "card-7")))
                    .isEqualTo(Optional.of(first));
            assertThat(newTask("WEB", "card-7").key()).isEqualTo("WEB-1");
        }

        @Test
        void needsItsPipelineToBeKept() {
            WorkItem item = new WorkItem("t", "b", null, null, "ann", 0);

            assertThatThrownBy(() -> commit(tx -> tx.tasks()
                            .insert(new NewTask("SHOP", item, "other", "main", NOW), key -> key)))
                    .message()
                    .containsIgnoringCase("foreign key");
        }
    }

    @Nested
    class Acquire {
        @Test
        void raisesTheEpochByOneAndNamesTheOwner() {
            Task task = newTask();

            assertThat(held(tx -> tx.tasks().acquire(task.id(), 0, owner(7)))).isTrue();
            assertThat(task(task.id()).epoch()).isEqualTo(1);
            assertThat(task(task.id()).owner()).isEqualTo(owner(7));
        }

        @Test
        void isLostToWhoeverCameFirst() {
            Task task = newTask();
            held(tx -> tx.tasks().acquire(task.id(), 0, owner(7)));

            assertThat(held(tx -> tx.tasks().acquire(task.id(), 0, owner(8)))).isFalse();
            assertThat(task(task.id()).owner()).isEqualTo(owner(7));
            assertThat(task(task.id()).epoch()).isEqualTo(1);
        }

        @Test
        void takesOverAnOwnerAtItsEpoch() {
            Task task = owned(7);

            assertThat(held(tx -> tx.tasks().acquire(task.id(), task.epoch(), owner(8))))
                    .isTrue();
            assertThat(task(task.id()).owner()).isEqualTo(owner(8));
        }

        @ParameterizedTest
        @EnumSource(
                value = TaskStatus.class,
                names = {"PAUSED", "CANCELLED"})
        void isLostWhereTheTaskMustNotMove(TaskStatus status) {
            Task task = newTask();
            held(tx -> tx.tasks().become(task.id(), 0, status, null, NOW));

            assertThat(held(tx -> tx.tasks().acquire(task.id(), 1, owner(7)))).isFalse();
        }

        @Test
        void isAllowedWhileStopping() {
            Task task = newTask();
            held(tx -> tx.tasks().become(task.id(), 0, TaskStatus.CANCELLING, null, NOW));

            assertThat(held(tx -> tx.tasks().acquire(task.id(), 1, owner(7)))).isTrue();
        }
    }

    @Nested
    class Guard {
        @Test
        void holdsAtEpochAndStageAndLeavesTheEpoch() {
            Task task = owned(7);

            assertThat(held(tx -> tx.tasks().guard(task.id(), task.epoch(), DEVELOPMENT)))
                    .isTrue();
            assertThat(task(task.id())).isEqualTo(task);
        }

        @Test
        void isLostAtAnotherEpochOrStage() {
            Task task = owned(7);

            assertThat(held(tx -> tx.tasks().guard(task.id(), task.epoch() - 1, DEVELOPMENT)))
                    .isFalse();
            assertThat(held(tx -> tx.tasks().guard(task.id(), task.epoch() + 1, DEVELOPMENT)))
                    .isFalse();
            assertThat(held(tx -> tx.tasks().guard(task.id(), task.epoch(), REVIEW)))
                    .isFalse();
            assertThat(held(tx -> tx.tasks().guard(new TaskId(99), 0, DEVELOPMENT)))
                    .isFalse();
        }

        @Test
        void lostRollsBackWhatFollowed() {
            Task task = owned(7);

            held(tx -> {
                tx.tasks().step(task.id(), "merge");
                return tx.tasks().guard(task.id(), task.epoch() - 1, DEVELOPMENT);
            });

            assertThat(task(task.id())).isEqualTo(task);
        }
    }

    @Nested
    class GuardOwnerless {
        @Test
        void raisesTheEpochByOne() {
            Task task = inStage(DEVELOPMENT);

            assertThat(ownerless(task, task.epoch(), DEVELOPMENT)).isTrue();
            assertThat(task(task.id()).epoch()).isEqualTo(task.epoch() + 1);
            assertThat(task(task.id()).updatedAt()).isEqualTo(LATER);
        }

        @Test
        void isLostAtAnotherEpochOrStage() {
            Task task = inStage(DEVELOPMENT);

            assertThat(ownerless(task, task.epoch() - 1, DEVELOPMENT)).isFalse();
            assertThat(ownerless(task, task.epoch(), REVIEW)).isFalse();
        }

        @Test
        void isLostWhileSomebodyOwnsTheTask() {
            Task task = owned(7);

            assertThat(ownerless(task, task.epoch(), DEVELOPMENT)).isFalse();
            assertThat(task(task.id())).isEqualTo(task);
        }

        private boolean ownerless(Task task, long seen, StageId stage) {
            return held(tx -> tx.tasks().guardOwnerless(task.id(), seen, stage, LATER));
        }
    }

    @Nested
    class Yield {
        @Test
        void givesUpTheTaskAndSaysWhatItWaitsFor() {
            Task task = owned(7);
            Await await = new Await("run of developer", LATER, "ann");

            assertThat(yields(task, await, NOW)).isTrue();

            Task after = task(task.id());
            assertThat(after.owner()).isNull();
            assertThat(after.epoch()).isEqualTo(task.epoch() + 1);
            assertThat(after.waiting())
                    .isEqualTo(new Waiting("run of developer", NOW, LATER, "ann"));
        }

        @Test
        void keepsTheBeginningOfTheSameWaitOnly() {
            Task task = owned(7);
            yields(task, Await.of("slot"), NOW);
            commit(tx -> tx.tasks().acquire(task.id(), task.epoch() + 1, owner(8)));
            yields(task(task.id()), Await.of("slot"), LATER);
            assertThat(task(task.id()).waiting()).isEqualTo(new Waiting("slot", NOW, null, null));

            await(task.id(), Await.of("run"), LATER);
            assertThat(task(task.id()).waiting()).isEqualTo(new Waiting("run", LATER, null, null));
        }

        @Test
        void withoutAWaitClearsIt() {
            Task task = owned(7);
            await(task.id(), Await.of("slot"), NOW);
            assertThat(task(task.id()).waiting()).isNotNull();

            commit(tx -> tx.tasks().yieldTask(task.id(), task.epoch(), DEVELOPMENT, null, NOW));

            assertThat(task(task.id()).waiting()).isNull();
        }

        @Test
        void isLostAtAnotherEpochOrStage() {
            Task task = owned(7);

            assertThat(held(tx -> tx.tasks()
                            .yieldTask(task.id(), task.epoch() - 1, DEVELOPMENT, null, NOW)))
                    .isFalse();
            assertThat(held(tx -> tx.tasks().yieldTask(task.id(), task.epoch(), REVIEW, null, NOW)))
                    .isFalse();
            assertThat(task(task.id())).isEqualTo(task);
        }

        private boolean yields(Task task, Await await, Instant at) {
            return held(
                    tx -> tx.tasks().yieldTask(task.id(), task.epoch(), task.stage(), await, at));
        }

        private void await(TaskId id, Await await, Instant at) {
            commit(tx -> {
                tx.tasks().await(id, await, at);
                return true;
            });
        }
    }

    @Nested
    class Revoke {
        @Test
        void takesTheOwnerOfExactlyTheEpochSeen() {
            Task task = owned(7);

            assertThat(held(tx -> tx.tasks().revoke(task.id(), task.epoch() - 1, NOW)))
                    .isFalse();
            assertThat(task(task.id()).owner()).isEqualTo(owner(7));

            assertThat(held(tx -> tx.tasks().revoke(task.id(), task.epoch(), NOW)))
                    .isTrue();
            assertThat(task(task.id()).owner()).isNull();
            assertThat(task(task.id()).epoch()).isEqualTo(task.epoch() + 1);
        }
    }

    @Nested
    class TakeOver {
        @Test
        void liftsTheEpochAboveAllThatWereHandedOutAndTakesTheOwner() {
            Task task = owned(7);

            assertThat(held(tx -> tx.tasks().takeOver(task.id(), task.epoch() - 1, LATER)))
                    .isFalse();
            assertThat(held(tx -> tx.tasks().takeOver(task.id(), task.epoch(), LATER)))
                    .isTrue();

            assertThat(task(task.id()).owner()).isNull();
            assertThat(task(task.id()).epoch()).isEqualTo(task.epoch() + 1_000_000);
            assertThat(task(task.id()).status()).isEqualTo(TaskStatus.LIVE);
            assertThat(task(task.id()).updatedAt()).isEqualTo(LATER);
        }

        @Test
        void isRefusedWhereTheTaskIsOver() {
            Task task = inStage(DEVELOPMENT);
            commit(tx ->
                    tx.tasks().become(task.id(), task.epoch(), TaskStatus.CANCELLED, null, NOW));

            assertThat(held(tx -> tx.tasks().takeOver(task.id(), task.epoch() + 1, LATER)))
                    .isFalse();
        }
    }

    @Nested
    class Enter {
        @Test
        void startsANewVisitOfTheStageAndClearsWhatWasOfTheOld() {
            Task task = owned(7);
            commit(tx -> {
                tx.tasks().await(task.id(), Await.of("slot"), NOW);
                tx.tasks().setback(task.id(), new Setback("disk full", 1, LATER, null));
                return true;
            });

            assertThat(enters(task, true, REVIEW, TaskStatus.LIVE)).isTrue();

            Task after = task(task.id());
            assertThat(after.stage()).isEqualTo(REVIEW);
            assertThat(after.visit()).isEqualTo(task.visit() + 1);
            assertThat(after.epoch()).isEqualTo(task.epoch() + 1);
            assertThat(after.owner()).isNull();
            assertThat(after.waiting()).isNull();
            assertThat(after.setback()).isNull();
            assertThat(after.stageSince()).isEqualTo(LATER);
        }

        @Test
        void isLostAtAnotherEpochOrStage() {
            Task task = owned(7);
            Edge old = new Edge(task.id(), task.epoch() - 1, DEVELOPMENT, REVIEW);
            Edge other = new Edge(task.id(), task.epoch(), REVIEW, DEVELOPMENT);

            assertThat(held(tx -> tx.tasks().enter(old, true, TaskStatus.LIVE, NOW)))
                    .isFalse();
            assertThat(held(tx -> tx.tasks().enter(other, true, TaskStatus.LIVE, NOW)))
                    .isFalse();
            assertThat(task(task.id())).isEqualTo(task);
        }

        @Test
        void withoutOwnershipIsLostWhileSomebodyOwnsTheTask() {
            Task task = owned(7);

            assertThat(enters(task, false, REVIEW, TaskStatus.LIVE)).isFalse();
            assertThat(task(task.id())).isEqualTo(task);
        }

        @Test
        void endsInDoneOnly() {
            Task task = owned(7);

            assertThatThrownBy(() -> enters(task, true, REVIEW, TaskStatus.DONE))
                    .hasMessageContaining("task_done_in_stage_done");
            assertThat(enters(task, true, StageId.DONE, TaskStatus.DONE)).isTrue();
            assertThat(held(tx -> tx.tasks().acquire(task.id(), task.epoch() + 1, owner(8))))
                    .isFalse();
        }

        @Test
        void isCountedByStage() {
            Task task = inStage(DEVELOPMENT);
            enters(task, false, REVIEW, TaskStatus.LIVE);
            enters(task(task.id()), false, DEVELOPMENT, TaskStatus.LIVE);

            assertThatObject(read(reads -> reads.tasks().stageVisits(task.id())))
                    .isEqualTo(Map.of(StageId.CREATED, 1, DEVELOPMENT, 2, REVIEW, 1));
        }

        private boolean enters(Task task, boolean owned, StageId to, TaskStatus status) {
            Edge edge = new Edge(task.id(), task.epoch(), task.stage(), to);
            return held(tx -> tx.tasks().enter(edge, owned, status, LATER));
        }
    }

    @Nested
    class Become {
        @Test
        void parksWithWhoCanUnblockAndWhy() {
            Task task = owned(7);
            Parking parking = new Parking("ann", "attempts used up");

            assertThat(becomes(task, TaskStatus.PARKED, parking)).isTrue();

            Task after = task(task.id());
            assertThat(after.parking()).isEqualTo(parking);
            assertThat(after.owner()).isNull();
            assertThat(after.epoch()).isEqualTo(task.epoch() + 1);
            assertThat(after.stage()).isEqualTo(task.stage());
            assertThat(after.visit()).isEqualTo(task.visit());

            assertThat(becomes(after, TaskStatus.LIVE, null)).isTrue();
            assertThat(task(task.id()).parking()).isNull();
        }

        @Test
        void refusesParkedWithoutAReasonAndAReasonWithoutParked() {
            Task task = owned(7);

            assertThatThrownBy(() -> becomes(task, TaskStatus.PARKED, null))
                    .hasMessageContaining("task_parked_says_who_and_why");
            assertThatThrownBy(() -> becomes(task, TaskStatus.PAUSED, new Parking("a", "b")))
                    .hasMessageContaining("task_parked_says_who_and_why");
            assertThat(task(task.id())).isEqualTo(task);
        }

        @Test
        void isLostAtAnotherEpoch() {
            Task task = owned(7);

            assertThat(held(tx -> tx.tasks()
                            .become(task.id(), task.epoch() - 1, TaskStatus.PAUSED, null, NOW)))
                    .isFalse();
            assertThat(task(task.id())).isEqualTo(task);
        }

        private boolean becomes(Task task, TaskStatus status, @Nullable Parking parking) {
            return held(tx -> tx.tasks().become(task.id(), task.epoch(), status, parking, LATER));
        }
    }

    @Nested
    class UnderTheGuard {
        @Test
        void setbackIsStoredAndCleared() {
            Task task = owned(7);
            Setback setback = new Setback("remote does not answer", 2, LATER, 8);

            commit(tx -> {
                tx.tasks().setback(task.id(), setback);
                return true;
            });
            assertThat(task(task.id()).setback()).isEqualTo(setback);

            commit(tx -> {
                tx.tasks().setback(task.id(), null);
                return true;
            });
            assertThat(task(task.id()).setback()).isNull();
        }

        @Test
        void stepAndHeadAreStored() {
            Task task = owned(7);

            commit(tx -> {
                tx.tasks().step(task.id(), "merge");
                tx.tasks().head(task.id(), SHA_A, SHA_B);
                return true;
            });

            assertThat(task(task.id()).owner()).extracting("step").isEqualTo("merge");
            assertThat(task(task.id()).head()).isEqualTo(SHA_A);
            assertThat(task(task.id()).baseSha()).isEqualTo(SHA_B);
        }

        @Test
        void aStepNeedsAnOwner() {
            Task task = inStage(DEVELOPMENT);

            assertThatThrownBy(() -> commit(tx -> {
                        tx.tasks().step(task.id(), "merge");
                        return true;
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("task " + task.id())
                    .hasMessageContaining("found 0");
        }
    }

    @Nested
    class Lists {
        @Test
        void areNewestFirstAndByProject() {
            newTask("SHOP", null);
            newTask("WEB", null);
            newTask("SHOP", null);

            assertThatList(read(reads -> reads.tasks().list(null, 2)))
                    .extracting(Task::key)
                    .containsExactly("SHOP-2", "WEB-1");
            assertThatList(read(reads -> reads.tasks().list("SHOP", 9)))
                    .extracting(Task::key)
                    .containsExactly("SHOP-2", "SHOP-1");
        }

        @Test
        void ownedAreThoseOfThisIncarnation() {
            Task old = owned(7);
            Task mine = owned(8);
            newTask();
            assertThatObject(read(reads -> reads.tasks().owned(incarnation)))
                    .isEqualTo(Map.of(old.id(), 7L, mine.id(), 8L));
        }

        @Test
        void heldAreThoseWithAnOwnerOldestOwnerFirst() {
            Task late = inStage(DEVELOPMENT);
            newTask();
            Owner since = new Owner(incarnation, 7, "scan", "start", LATER);
            commit(tx -> tx.tasks().acquire(late.id(), late.epoch(), since));
            Task early = owned(8);

            assertThatList(read(reads -> reads.tasks().held()))
                    .extracting(Task::id)
                    .containsExactly(early.id(), late.id());
        }

        @Test
        void areCountedByStatus() {
            newTask();
            newTask();
            Task paused = newTask();
            held(tx -> tx.tasks().become(paused.id(), 0, TaskStatus.PAUSED, null, NOW));

            assertThatObject(read(reads -> reads.tasks().countByStatus()))
                    .isEqualTo(Map.of(TaskStatus.LIVE, 2, TaskStatus.PAUSED, 1));
        }

        @Test
        void findByKeyAndMissNothingElse() {
            Task task = newTask();

            assertThatObject(read(reads -> reads.tasks().byKey("SHOP-1")))
                    .isEqualTo(Optional.of(task));
            assertThatObject(read(reads -> reads.tasks().byKey("SHOP-2")))
                    .isEqualTo(Optional.empty());
            assertThatObject(read(reads -> reads.tasks().bySource("SHOP", "1")))
                    .isEqualTo(Optional.empty());
        }
    }

    @Nested
    class Server {
        @Test
        void startsAreNumberedAndRemembered() {
            long next = commit(tx -> tx.tasks().startIncarnation("other", PROCESS, LATER));

            assertThat(next).isGreaterThan(incarnation);
            assertThatObject(read(reads -> reads.tasks().incarnation(next)))
                    .isEqualTo(Optional.of(
                            new Incarnation(next, "other", 4711, 123_456, "boot-1", LATER)));
        }

        @Test
        void keepsAPipelineOnce() {
            commit(tx -> {
                tx.tasks().keepPipeline("digest", "another text");
                return true;
            });

            assertThatObject(read(reads -> reads.tasks().pipelineYaml("digest")))
                    .isEqualTo(Optional.of("stages: []"));
            assertThatObject(read(reads -> reads.tasks().pipelineYaml("none")))
                    .isEqualTo(Optional.empty());
        }
    }
}
