package dev.baton.store;

import dev.baton.model.Decision;
import dev.baton.model.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks there is a reason to look at. A task that waits is at rest: its driver left it at an
 * epoch, with a time to look again if there is one. It is due again when one of these holds, and
 * each is written in the transaction of what it tells of:
 *
 * <ul>
 *   <li>its epoch is another than the one it was left at;
 *   <li>somebody else than its driver wrote a fact about it: a mark;
 *   <li>it is time;
 *   <li>it waits for what the tasks of its project share (holds, environments, held queues), and
 *       that changed since its driver read it.
 * </ul>
 */
public interface LookReads {
    /**
     * Tasks that are due, and that no activity of this incarnation owns.
     *
     * @param after those with a higher id only, lowest first
     */
    List<TaskId> due(Instant now, long incarnation, TaskId after, int limit);

    /** Tasks that are not over and that no activity of this incarnation owns, in the same order. */
    List<TaskId> open(long incarnation, TaskId after, int limit);

    /** What the driver has to know about its last look, and about what happened since. */
    Rest rest(TaskId task);

    /**
     * The last look, and what was told since.
     *
     * @param epoch at which the task was left; -1 = never
     * @param lookAt when it is time by itself
     * @param sharedSeen how often what is shared had changed then; null = it did not matter
     * @param shared how often it has changed by now
     * @param marks of what others wrote about the task
     */
    record Rest(
            long epoch,
            @Nullable Instant lookAt,
            @Nullable Long sharedSeen,
            long shared,
            List<Long> marks) {
        public Rest {
            marks = List.copyOf(marks);
        }

        /** Whether the task was left like that already, and nothing was told since. */
        public boolean isAlready(Rest left, long epochNow) {
            return epoch == epochNow
                    && marks.isEmpty()
                    && Objects.equals(lookAt, left.lookAt)
                    && Objects.equals(sharedSeen, left.sharedSeen);
        }

        /**
         * How the task is left after a look that began at that time and ends in that wait. A time
         * that was over by then has been seen, and is no reason any more.
         */
        public Rest after(Decision.Await await, Instant began) {
            Instant until = await.until();
            return new Rest(
                    epoch,
                    until != null && until.isAfter(began) ? until : null,
                    await.shared() ? (Long) shared : null,
                    shared,
                    marks);
        }
    }
}
