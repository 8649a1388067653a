package dev.baton.store;

import dev.baton.model.Sha;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reading tasks, the pipelines they are pinned to, and server incarnations. */
public interface TaskReads {
    Optional<Task> byId(TaskId id);

    Optional<Task> byKey(String key);

    /** The task of that project that came from this item of the tracker. */
    Optional<Task> bySource(String project, String sourceId);

    /**
     * Tasks as people list them: the parked first, since they need a person however old they are,
     * then the others; newest first either way. Their bodies are not read: they are empty here.
     *
     * @param after the last task of the page before; null = from the beginning
     * @param limit at least 1
     */
    List<Task> list(Filter filter, @Nullable Place after, int limit);

    /** The first page of a project, or of all. */
    default List<Task> list(@Nullable String project, int limit) {
        return list(new Filter(project, null, null), null, limit);
    }

    /** How many there are of those, on all pages together. */
    int count(Filter filter);

    /**
     * Which tasks are listed; null = whichever.
     *
     * @param search what title or key contain, in whatever case
     */
    record Filter(
            @Nullable String project,
            @Nullable TaskStatus status,
            @Nullable String search) {}

    /** Where a task is in the list. */
    record Place(boolean parked, TaskId id) {
        public static Place of(Task task) {
            return new Place(task.status() == TaskStatus.PARKED, task.id());
        }
    }

    /**
     * Tasks that are not over, have commits of their own, and that no activity of this incarnation
     * owns, by id.
     *
     * @param after those with a higher id only
     */
    List<Outside> outside(long incarnation, TaskId after, int limit);

    /** Where a task stands, as far as it shows outside. */
    record Outside(
            TaskId id,
            String key,
            String project,
            String branch,
            String base,
            Sha head,
            StageId stage,
            long visit,
            long epoch) {}

    /** Tasks of this incarnation that have an owner, with its activity. */
    Map<TaskId, Long> owned(long incarnation);

    /** Tasks with an owner, of this incarnation or an older one, oldest owner first. */
    List<Task> held();

    /** How many tasks there are of each status; a status without tasks is not in it. */
    Map<TaskStatus, Integer> countByStatus();

    /** How often the task entered each stage. */
    Map<StageId, Integer> stageVisits(TaskId id);

    /** The text of a pinned pipeline. */
    Optional<String> pipelineYaml(String digest);

    Optional<Incarnation> incarnation(long id);

    /** One start of a server. */
    record Incarnation(
            long id, String host, long pid, long pidStart, String osBootId, Instant startedAt) {}
}
