package dev.baton.store;

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
     * Tasks as people list them, newest first.
     *
     * @param project null = all
     * @param limit at least 1
     */
    List<Task> list(@Nullable String project, int limit);

    /**
     * Tasks a scan has to nudge: not terminal, and without an owner or owned by another incarnation
     * than this; oldest update first.
     */
    List<TaskId> unattended(long incarnation);

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
