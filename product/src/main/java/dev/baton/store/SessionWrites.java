package dev.baton.store;

import dev.baton.model.BoardSession;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writing who is signed in to the board. */
public interface SessionWrites extends SessionReads {

    BoardSession open(NewSession session);

    /**
     * What a new session is made of.
     *
     * @param secret digest of what the browser sends
     * @param originKey digest of the key that it keeps; null = it keeps none
     */
    record NewSession(
            String secret,
            @Nullable String originKey,
            BoardSession.Grant grant,
            BoardSession.Means means,
            String device,
            Instant at,
            Instant expiresAt) {}

    /** It was used, and lives on; false if it was ended meanwhile. */
    boolean renew(long id, Instant at, Instant expiresAt);

    /** Ends it, once; false if it was ended before. */
    boolean revoke(long id, Instant at);

    /** Removes those that ended or expired before that time. */
    void forget(Instant before);
}
