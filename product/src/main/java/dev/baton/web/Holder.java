package dev.baton.web;

import dev.baton.model.BoardSession.Grant;

/**
 * Somebody who has a token.
 *
 * @param name stands in histories
 */
public record Holder(String name, AccessRole role, AccessToken token) {
    /** Who has the server's own token. */
    static final String OWN = "admin";

    /** A session in the name of the holder. */
    Grant grant(AccessRole atMost) {
        return grant(name, atMost);
    }

    /** The same, under another name: it ends with the holder's token and has no greater role. */
    Grant grant(String person, AccessRole atMost) {
        return new Grant(person, name, token.mark(), role.atMost(atMost).kept());
    }
}
