package dev.baton.web;

import dev.baton.model.BoardSession;
import dev.baton.model.BoardSession.Grant;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who was let in.
 *
 * @param grant what a session derived from this may do at most
 * @param browser null = by a token
 */
record Who(
        String name, AccessRole role, Grant grant, @Nullable Browser browser) {
    /** Whoever asks for what is open to everybody. */
    static final Who ANYBODY = new Who(
            "anybody",
            AccessRole.VIEWER,
            new Grant("anybody", "", "", BoardSession.Role.VIEWER),
            null);

    /**
     * A browser that is signed in.
     *
     * @param pageToken what stands in the forms of its pages
     */
    record Browser(BoardSession row, String pageToken) {}

    static Who of(Holder holder) {
        return new Who(holder.name(), holder.role(), holder.grant(holder.role()), null);
    }

    static Who of(Sessions.Live live, String secret) {
        Grant grant = live.row().grant();
        return new Who(
                grant.person(),
                live.role(),
                new Grant(
                        grant.person(),
                        grant.holder(),
                        grant.holderMark(),
                        live.role().kept()),
                new Browser(live.row(), Sessions.pageToken(secret)));
    }

    /** Whether the session is in the same name, by the same token. */
    boolean owns(BoardSession session) {
        return session.grant().person().equals(grant.person())
                && session.grant().holder().equals(grant.holder());
    }
}
