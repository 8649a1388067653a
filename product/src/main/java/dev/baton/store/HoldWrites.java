package dev.baton.store;

import dev.baton.model.Hold;
import dev.baton.model.ProcessIdentity;
import dev.baton.model.TaskId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writing holds. A thing may be held more than once; it is free when every hold is released. */
public interface HoldWrites extends HoldReads {

    /**
     * Holds. Waits for intents to merge, or to deploy, that are being written, and every later one
     * sees the hold.
     */
    Hold place(NewHold hold);

    /** What a new hold is made of. */
    record NewHold(
            Hold.Kind kind,
            String project,
            String name,
            String why,
            String by,
            @Nullable ProcessIdentity process,
            Instant at,
            Set<TaskId> passes) {
        /** Nobody may pass. */
        public NewHold(
                Hold.Kind kind,
                String project,
                String name,
                String why,
                String by,
                @Nullable ProcessIdentity process,
                Instant at) {
            this(kind, project, name, why, by, process, at, Set.of());
        }
    }

    /** Lets another task pass wherever the first one may; a second time changes nothing. */
    void letPass(TaskId asThis, TaskId alsoThis);

    /** Ends every hold that the task may pass. */
    void releasePassed(TaskId task, String by, Instant at);

    /** Ends a hold, once; false if it was ended before. */
    boolean release(long id, String by, Instant at);
}
