package dev.baton.store;

import dev.baton.model.Decision;
import dev.baton.model.Owner;
import dev.baton.model.Parking;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.Setback;
import dev.baton.model.Sha;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.model.WorkItem;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The guarded writes of a task. Each returns whether exactly one row was hit; false means the guard
 * was lost and the caller rolls back. More than one row is a broken invariant and throws.
 *
 * <p>Methods that say "+1" raise the epoch by one; the caller appends the transition's event.
 */
public interface TaskWrites extends TaskReads {

    /** Registers this start of the server and answers its number. */
    long startIncarnation(String host, ProcessIdentity process, Instant at);

    /** Keeps the text under its digest; a second time is a no-op. */
    void keepPipeline(String digest, String yaml);

    /**
     * Inserts a task in {@code created}, LIVE, visit 0, epoch 0 with the next number of its project
     * as key, and its first event.
     *
     * @param branchOf makes the branch name from the key
     */
    Task insert(NewTask task, java.util.function.UnaryOperator<String> branchOf);

    /**
     * The same, or empty if the project has a task of that source, which a transaction at the same
     * time may have inserted since it was looked for. The caller rolls back then: a number is
     * taken.
     */
    Optional<Task> insertUnlessThere(
            NewTask task, java.util.function.UnaryOperator<String> branchOf);

    /** What a new task is made of. */
    record NewTask(String project, WorkItem item, String pipelineDigest, String base, Instant at) {}

    /**
     * ACQUIRE, +1: {@code where epoch = seen and status in (LIVE, CANCELLING)}. Takes the place of
     * whoever owned it; that this is right is the caller's business.
     */
    boolean acquire(TaskId id, long seen, Owner owner);

    /** The guard of an owner's transaction: epoch and stage are as acquired. The epoch stays. */
    boolean guard(TaskId id, long epoch, StageId stage);

    /** Guard of an ownerless write, +1: epoch as seen, stage as seen, and nobody owns it. */
    boolean guardOwnerless(TaskId id, long seen, StageId stage, Instant at);

    /** YIELD, +1: owner none, and what is waited for. Guard: epoch and stage. */
    boolean yieldTask(
            TaskId id, long epoch, StageId stage, Decision.@Nullable Await await, Instant at);

    /** REVOKE, +1: owner none. Guard: epoch only. */
    boolean revoke(TaskId id, long seen, Instant at);

    /** What a copied or restored data folder lifts its epochs by: above all handed out before. */
    long TAKE_OVER_LEAP = 1_000_000;

    /**
     * TAKE OVER, + {@link #TAKE_OVER_LEAP}: owner none. The data folder was copied or restored, so
     * whatever bears an older epoch speaks of another time. Guard: epoch, and not terminal.
     */
    boolean takeOver(TaskId id, long seen, Instant at);

    /**
     * COMMIT and RETURN, +1, visit + 1: new stage, owner none, no waiting, no setback. Guard: epoch
     * and stage.
     *
     * @param owned false adds {@code and owner_activity is null} to the guard
     * @param status LIVE, or DONE with the stage {@code done}
     */
    boolean enter(Edge edge, boolean owned, TaskStatus status, Instant at);

    /** A stage change: the guard and the new stage. */
    record Edge(TaskId id, long epoch, StageId from, StageId to) {}

    /**
     * PARK, STOP, pause, resume, retry, cancelled: +1, new status in the same stage and visit,
     * owner none, no waiting, no setback. Guard: epoch only.
     *
     * @param parking set exactly when the status is PARKED
     */
    boolean become(TaskId id, long epoch, TaskStatus status, @Nullable Parking parking, Instant at);

    /** Stores what is waited for, in the transaction of a guard. */
    void await(TaskId id, Decision.@Nullable Await await, Instant at);

    /** Stores or clears the setback, in the transaction of a guard. */
    void setback(TaskId id, @Nullable Setback setback);

    /** Stores what the owner is about to do, for people; in the transaction of a guard. */
    void step(TaskId id, String step);

    /** The newest collected head, and where the work started; in the transaction of a guard. */
    void head(TaskId id, Sha head, Sha baseSha);
}
