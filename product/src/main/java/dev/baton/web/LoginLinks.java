package dev.baton.web;

import dev.baton.model.BoardSession.Grant;
import dev.baton.model.BoardSession.Means;
import dev.baton.model.Ticker;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One-time links and codes: each pair signs in one browser, once, for some minutes. Kept in memory
 * as digests: a restart voids them, and the next start prints another. Safe for use by many
 * threads.
 */
final class LoginLinks {
    static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final int LINKS_MAX = 64;

    private final Secrets secrets;
    private final Ticker ticker;
    /** The oldest first; key and code of a pair both lead to it. */
    private final Map<String, Link> links = new LinkedHashMap<>();

    LoginLinks(Secrets secrets, Ticker ticker) {
        this.secrets = secrets;
        this.ticker = ticker;
    }

    private record Link(String key, String code, Grant grant, long made) {}

    /** A pair for people; the only place where it can be read. */
    record Pair(String key, String code) {
        @Override
        public String toString() {
            return "***";
        }
    }

    synchronized Pair make(Grant grant) {
        Pair pair = new Pair(secrets.fresh(), secrets.code());
        Link link = new Link(
                digest(Means.LINK, pair.key()),
                digest(Means.CODE, pair.code()),
                grant,
                ticker.nanos());
        forgetOld();
        if (links.size() >= 2 * LINKS_MAX) {
            forget(links.values().iterator().next());
        }
        links.put(link.key(), link);
        links.put(link.code(), link);
        return pair;
    }

    /** Whether the key would be taken now. */
    synchronized boolean knows(String key) {
        forgetOld();
        return links.containsKey(digest(Means.LINK, key));
    }

    /** Takes what is a key or a code as it says, once; a code is no key, which nobody paces. */
    synchronized Optional<Grant> redeem(Means means, String secret) {
        forgetOld();
        String digest = digest(means, secret);
        Link link = links.get(digest);
        if (link == null) {
            return Optional.empty();
        }
        forget(link);
        return Optional.of(link.grant());
    }

    private void forgetOld() {
        long now = ticker.nanos();
        links.values().removeIf(link -> now - link.made() > LIFETIME.toNanos());
    }

    private void forget(Link link) {
        links.remove(link.key());
        links.remove(link.code());
    }

    private static String digest(Means means, String secret) {
        return Secrets.digest(means.name(), secret);
    }
}
