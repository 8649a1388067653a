package dev.baton.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One piece of long work queued for a visit.
 *
 * @param name the role for the main job, the gate's name for a gate; one live job per visit and
 * name
 * @param subject the commit a gate job judges; null for the main job
 * @param attempt charged attempts so far
 * @param attemptsMax when {@code attempt} reaches it the task is parked
 * @param infraLost runs lost to the machine (reboot), not charged; bound {@link #INFRA_LOST_MAX}
 * @param grantedAt when the dispatcher gave it a slot; null = no slot
 * @param runAfter not before; a due time by the wall clock
 */
public record Job(
        long id,
        TaskId task,
        long visit,
        JobKind kind,
        String name,
        @Nullable Sha subject,
        JobStatus status,
        int attempt,
        int attemptsMax,
        int infraLost,
        @Nullable Instant grantedAt,
        @Nullable Instant runAfter,
        int priority) {
    /** So many runs lost to the machine park the task. */
    public static final int INFRA_LOST_MAX = 5;
}
