package dev.baton.store;

import dev.baton.model.JobStatus;
import dev.baton.model.Parking;
import dev.baton.model.StageId;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reading tasks for an overview: many at once, without their texts, in a number of statements that
 * does not grow with the number of tasks. A null project stands for all.
 */
public interface BoardReads {
    /** Projects that ever had a task, by name. */
    List<String> projects();

    /** Digests of the pipelines that tasks which are not over are pinned to, newest task first. */
    List<String> openPipelines(@Nullable String project);

    /** The pipeline of the newest task, so that a board of finished tasks has its columns. */
    List<String> newestPipeline(@Nullable String project);

    /**
     * Tasks that are not over, by stage: the parked first, then those longest in the stage.
     *
     * @param perStage at most so many cards of each stage
     */
    Map<StageId, Pile> open(@Nullable String project, int perStage);

    /**
     * Tasks that are over, the latest end first.
     *
     * @param limit at most so many cards
     */
    Pile ended(@Nullable String project, int limit);

    /**
     * Cards, and how many there would be without the limit.
     */
    record Pile(int total, List<Card> cards) {
        public static final Pile EMPTY = new Pile(0, List.of());

        public Pile {
            cards = List.copyOf(cards);
        }
    }

    /**
     * A task at a glance.
     *
     * @param entered how often it entered the stage it is in
     * @param waiting what it waits for, if it does and nobody works on it
     * @param setback why its last step could not be done
     * @param working whether an activity owns it now
     */
    record Card(
            TaskId id,
            String key,
            String project,
            String title,
            TaskStatus status,
            StageId stage,
            int entered,
            Instant stageSince,
            Instant updatedAt,
            @Nullable Waiting waiting,
            @Nullable Parking parking,
            @Nullable String setback,
            @Nullable Work work,
            boolean working) {}

    /** The live job of a card. */
    record Work(String name, JobStatus status, boolean granted, int attempt, int attemptsMax) {}
}
