package dev.baton.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A browser that is signed in to the board. It proves itself by a secret of which only a digest is
 * kept.
 *
 * @param originKey digest of the key that the browser keeps for the board's origin and sends with
 *     every write; null = a browser without JavaScript
 * @param device what the browser calls itself, short
 */
public record BoardSession(
        long id,
        Grant grant,
        Means means,
        @Nullable String originKey,
        String device,
        Instant createdAt,
        Instant lastSeenAt,
        Instant expiresAt,
        @Nullable Instant revokedAt) {

    /** What it was made with. */
    public enum Means {
        /** A one-time link. */
        LINK,
        /** A short code that somebody typed. */
        CODE
    }

    /**
     * What a link, a code and the session they give may do.
     *
     * @param person the name in histories
     * @param holder the token's holder it is derived from: without that holder it is void
     * @param holderMark tells that holder's token from a later one
     * @param role at most; never more than the holder has now
     */
    public record Grant(String person, String holder, String holderMark, Role role) {}

    /** What somebody may do; each may do what those before it may. */
    public enum Role {
        VIEWER,
        APPROVER,
        OPERATOR,
        ADMIN
    }

    /** Whether nobody has ended it and its time is not over. */
    public boolean liveAt(Instant now) {
        return revokedAt == null && now.isBefore(expiresAt);
    }
}
