package dev.baton.store;

import dev.baton.model.BoardSession;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reading who is signed in to the board. */
public interface SessionReads {
    /** By the digest of its secret; over or not. */
    Optional<BoardSession> bySecret(String secret);

    Optional<BoardSession> byId(long id);

    /** Those that are not over, the one that was used last first. */
    List<BoardSession> live(Instant now);
}
