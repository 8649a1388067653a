package dev.baton.store;

import dev.baton.model.Hold;
import dev.baton.model.ProcessIdentity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writing holds. A thing may be held more than once; it is free when every hold is released. */
public interface HoldWrites extends HoldReads {

    /**
     * Holds. Of a base: waits for intents to merge that are being written, and every later one sees
     * the hold.
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
            Instant at) {}

    /** Ends a hold, once; false if it was ended before. */
    boolean release(long id, String by, Instant at);
}
