package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.JobKind;
import dev.baton.model.JobStatus;
import dev.baton.model.Parking;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskStatus;
import dev.baton.store.BoardReads.Card;
import dev.baton.store.BoardReads.Pile;
import dev.baton.store.BoardReads.Work;
import dev.baton.store.TaskWrites.Edge;
import dev.baton.store.WorkWrites.NewJob;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The overview: what is in it, in which order, and what is left out of it. */
abstract class BoardContract extends StoreContract {

    private Map<StageId, Pile> open(int perStage) {
        return store.read(reads -> reads.board().open(null, perStage));
    }

    private Pile pile(int perStage, StageId stage) {
        return open(perStage).getOrDefault(stage, Pile.EMPTY);
    }

    private Map<StageId, Pile> openOf(String project, int perStage) {
        return store.read(reads -> reads.board().open(project, perStage));
    }

    private Pile ended(@Nullable String project, int limit) {
        return store.read(reads -> reads.board().ended(project, limit));
    }

    private List<String> projects() {
        return store.read(reads -> reads.board().projects());
    }

    private List<String> openPipelines(@Nullable String project) {
        return store.read(reads -> reads.board().openPipelines(project));
    }

    private List<String> newestPipeline(@Nullable String project) {
        return store.read(reads -> reads.board().newestPipeline(project));
    }

    private static List<String> keys(Pile pile) {
        return pile.cards().stream().map(Card::key).toList();
    }

    private void enter(Task task, StageId to, TaskStatus status, Instant at) {
        Task now = task(task.id());
        commit(tx -> tx.tasks()
                .enter(new Edge(now.id(), now.epoch(), now.stage(), to), false, status, at));
    }

    @Test
    void anEmptyDatabaseHasAnEmptyBoard() {
        assertThat(open(5)).isEmpty();
        assertThat(ended(null, 5)).isEqualTo(Pile.EMPTY);
        assertThat(projects()).isEmpty();
        assertThat(openPipelines(null)).isEmpty();
        assertThat(newestPipeline(null)).isEmpty();
    }

    @Test
    void tasksStandInTheirStageTheLongestThereFirst() {
        Task first = newTask();
        Task second = newTask();
        Task third = newTask();
        enter(second, DEVELOPMENT, TaskStatus.LIVE, NOW);
        enter(first, DEVELOPMENT, TaskStatus.LIVE, LATER);
        assertThat(keys(pile(5, DEVELOPMENT))).containsExactly(second.key(), first.key());
        assertThat(keys(pile(5, StageId.CREATED))).containsExactly(third.key());
    }

    @Test
    void parkedTasksComeFirstAndSayWhy() {
        Task first = newTask();
        Task parked = newTask();
        commit(tx -> tx.tasks()
                .become(
                        parked.id(),
                        parked.epoch(),
                        TaskStatus.PARKED,
                        new Parking("ann", "no money"),
                        LATER));
        Pile pile = pile(5, StageId.CREATED);
        assertThat(keys(pile)).containsExactly(parked.key(), first.key());
        assertThat(pile.cards().getFirst().parking()).isEqualTo(new Parking("ann", "no money"));
    }

    @Test
    void theLimitCutsCardsAndNotTheCount() {
        newTask();
        newTask();
        newTask();
        Pile pile = pile(2, StageId.CREATED);
        assertThat(pile.cards()).hasSize(2);
        assertThat(pile.total()).isEqualTo(3);
    }

    @Test
    void endedTasksAreApartTheLatestFirst() {
        Task first = newTask();
        Task second = newTask();
        enter(second, StageId.DONE, TaskStatus.DONE, NOW);
        commit(tx ->
                tx.tasks().become(first.id(), first.epoch(), TaskStatus.CANCELLED, null, LATER));
        assertThat(open(5)).isEmpty();
        Pile ended = ended(null, 5);
        assertThat(keys(ended)).containsExactly(first.key(), second.key());
        assertThat(ended(null, 1).total()).isEqualTo(2);
    }

    @Test
    void aCardCountsItsVisitsAndKnowsItsLiveJob() {
        Task task = newTask();
        enter(task, DEVELOPMENT, TaskStatus.LIVE, NOW);
        enter(task, REVIEW, TaskStatus.LIVE, NOW);
        enter(task, DEVELOPMENT, TaskStatus.LIVE, NOW);
        Task now = task(task.id());
        commit(tx -> tx.work()
                .queue(new NewJob(
                        now.id(), now.visit(), JobKind.AGENT, "developer", null, 2, 0, NOW)));
        Card card = pile(5, DEVELOPMENT).cards().getFirst();
        assertThat(card.entered()).isEqualTo(2);
        assertThat(card.work()).isEqualTo(new Work("developer", JobStatus.QUEUED, false, 0, 2));
    }

    @Test
    void aProjectIsAFilter() {
        Task task = newTask();
        assertThat(projects()).containsExactly(task.project());
        assertThat(openOf("NONE", 5)).isEmpty();
        assertThat(openOf(task.project(), 5)).hasSize(1);
        assertThat(openPipelines("NONE")).isEmpty();
        assertThat(openPipelines(task.project())).containsExactly("digest");
        assertThat(newestPipeline(task.project())).containsExactly("digest");
    }
}
