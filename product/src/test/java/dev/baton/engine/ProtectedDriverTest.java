package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Command;
import dev.baton.model.Evidence.ProtectedChanges;
import dev.baton.model.MergeCandidate;
import dev.baton.model.ProtectedWait;
import dev.baton.model.Sha;
import dev.baton.model.StageId;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.Verdict;
import dev.baton.pipeline.PipelineParser;
import dev.baton.pipeline.Presets;
import dev.baton.store.Store;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A candidate that changes what is protected waits for a person, who agrees to that alone. */
class ProtectedDriverTest extends DriverBench {
    private static final ProtectedChanges FIRST = changes("11");
    private static final ProtectedChanges SECOND = changes("22");

    private int commands;

    ProtectedDriverTest() {
        super(PipelineParser.parse("quick", Presets.yaml("quick", "./test")).orFail());
    }

    private static ProtectedChanges changes(String digest) {
        return new ProtectedChanges(
                digest, 1, List.of(".baton/pipeline.yaml: changed"), List.of(), null);
    }

    @BeforeEach
    void aCandidateThatChangesThePipeline() {
        world.changes = FIRST;
    }

    private void command(
            TaskId id, Command.Kind kind, @Nullable String text, @Nullable String changes) {
        committed(database.write("command", tx -> {
            tx.history()
                    .command(new Command(
                            "c" + ++commands,
                            id,
                            kind,
                            null,
                            text,
                            changes,
                            "paula",
                            task(id).epoch(),
                            clock.instant()));
            return Store.Step.commit(true);
        }));
    }

    private TaskId parked() {
        TaskId id = file();
        drain(id);
        assertThat(task(id).status()).isEqualTo(TaskStatus.PARKED);
        assertThat(world.applied.keySet())
                .noneMatch(key -> key.contains("merge/") || key.contains("merge-test"));
        return id;
    }

    private List<Verdict> verdicts(TaskId id) {
        return database.read(reads -> reads.gates().verdicts(id));
    }

    @Test
    void waitsParkedWithTheNamesAndLandsOnceApproved() {
        TaskId id = parked();
        assertThat(task(id).parking())
                .satisfies(parking -> assertThat(parking.why())
                        .contains(".baton/pipeline.yaml: changed", "baton task approve SHOP-1"));
        assertThat(database.<Boolean>read(reads -> reads.queue().placeOf(id).isEmpty()))
                .isTrue();
        command(id, Command.Kind.APPROVE, null, "11");
        drain(id);
        assertLanded(id);
        assertThat(verdicts(id))
                .filteredOn(verdict -> verdict.gate().equals("protected-paths"))
                .extracting(Verdict::outcome, Verdict::summary)
                .contains(Tuple.tuple(
                        Verdict.Outcome.GREEN,
                        "changes 1 protected path: .baton/pipeline.yaml: changed; approved by"
                                + " paula"));
    }

    @Test
    void anApprovalOfTheHeadAgreesToNoChange() {
        TaskId id = parked();
        command(id, Command.Kind.APPROVE, "fine", null);
        command(id, Command.Kind.RESUME, null, null);
        drain(id);
        assertThat(task(id).status()).isEqualTo(TaskStatus.PARKED);
    }

    @Test
    void anApprovalOfAnotherChangeIsIgnored() {
        TaskId id = parked();
        command(id, Command.Kind.APPROVE, null, "22");
        drain(id);
        assertThat(task(id).status()).isEqualTo(TaskStatus.PARKED);
        assertThat(events(id)).anyMatch(event -> event.type().equals("ignored"));
    }

    @Test
    void neitherRetryNorResumeIsAnApproval() {
        TaskId id = parked();
        command(id, Command.Kind.RETRY, null, null);
        drain(id);
        assertThat(task(id).status()).isEqualTo(TaskStatus.PARKED);
        command(id, Command.Kind.RESUME, null, null);
        drain(id);
        assertThat(task(id).status()).isEqualTo(TaskStatus.PARKED);
        List<MergeCandidate> candidates =
                database.read(r -> r.gates().candidates(id, task(id).visit()));
        assertThat(ProtectedWait.of(candidates, verdicts(id))).contains(FIRST);
    }

    @Test
    void theSameChangeInALaterCandidateStaysApprovedAndAnotherAsksAnew() {
        world.agents = (job, nth) -> new World.Act(
                0,
                job.equals("developer") ? Situations.sha((char) ('0' + nth)) : null,
                World.word(job));
        TaskId id = parked();
        command(id, Command.Kind.APPROVE, null, "11");
        command(id, Command.Kind.REJECT, "once more", null);
        drain(id);
        assertLanded(id);
        TaskId next = file();
        world.changes = SECOND;
        drain(next);
        assertThat(task(next).status()).isEqualTo(TaskStatus.PARKED);
    }

    @Test
    void aRejectionWakesItAndSendsItBackWithTheWords() {
        world.agents = (job, nth) -> {
            world.changes = nth > 1 ? ProtectedChanges.NONE : world.changes;
            Sha head = job.equals("developer") ? Situations.sha((char) ('0' + nth)) : null;
            return new World.Act(0, head, World.word(job));
        };
        TaskId id = parked();
        command(id, Command.Kind.REJECT, "leave the pipeline alone", null);
        drain(id);
        assertLanded(id);
        assertThat(events(id)).anyMatch(event -> event.data().contains("leave the pipeline alone"));
    }

    @Test
    void aPipelineThatCannotBeReadIsRedWhateverAPersonSays() {
        world.changes = FIRST.with(List.of(".baton/pipeline.yaml:3: unknown gate 'tetss'"));
        world.agents = (job, nth) -> {
            if (job.equals("developer") && nth > 1) {
                world.changes = ProtectedChanges.NONE;
            }
            Sha head = job.equals("developer") ? Situations.sha((char) ('0' + nth)) : null;
            return new World.Act(0, head, World.word(job));
        };
        TaskId id = file();
        drain(id);
        assertLanded(id);
        assertThat(verdicts(id))
                .anyMatch(verdict -> verdict.gate().equals("protected-paths")
                        && verdict.outcome() == Verdict.Outcome.RED
                        && verdict.findings().getFirst().contains("tetss"));
        Map<StageId, Integer> visits = database.read(r -> r.tasks().stageVisits(id));
        assertThat(visits).containsEntry(new StageId("development"), 2);
    }
}
