package dev.baton.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person decided about a task; stored, and consumed exactly once by the driver.
 *
 * @param id source and the source's own id, so that the same comment twice is one command
 * @param stage only of MOVE
 * @param text only of APPROVE and REJECT: what the person said
 * @param changes only of APPROVE: the digest of the protected changes it is about; null = it is
 *     about the head
 */
public record Command(
        String id,
        TaskId task,
        Kind kind,
        @Nullable StageId stage,
        @Nullable String text,
        @Nullable String changes,
        String actor,
        long epochSeen,
        Instant at) {

    /** What can be commanded. */
    public enum Kind {
        STOP,
        PAUSE,
        RESUME,
        RETRY,
        APPROVE,
        REJECT,
        MOVE
    }
}
