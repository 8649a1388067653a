package dev.baton.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One work item of a project on its way, as the database has it.
 *
 * @param key what people call it: project, dash, number
 * @param visit +1 at every stage entry, never reused, 0 in {@code created}
 * @param epoch the fencing number; every write by an owner is guarded by it
 * @param waiting what the last decision was waiting for, if it was
 * @param setback the last step that could not be done, if it has not been done since
 * @param branch the task's own branch, made by Baton
 * @param base the branch it shall land on
 * @param baseSha the commit of the base that the work started from; null before the first run
 * @param head the newest commit of the task's branch that was collected; null before the first
 */
public record Task(
        TaskId id,
        String project,
        String key,
        WorkItem item,
        TaskStatus status,
        StageId stage,
        long visit,
        long epoch,
        @Nullable Owner owner,
        @Nullable Waiting waiting,
        @Nullable Setback setback,
        @Nullable Parking parking,
        String pipelineDigest,
        String branch,
        String base,
        @Nullable Sha baseSha,
        @Nullable Sha head,
        Instant createdAt,
        Instant updatedAt,
        Instant stageSince) {}
