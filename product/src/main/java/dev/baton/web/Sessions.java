package dev.baton.web;

import dev.baton.model.BoardSession;
import dev.baton.model.BoardSession.Grant;
import dev.baton.model.BoardSession.Means;
import dev.baton.store.SessionWrites.NewSession;
import dev.baton.store.Store;
import dev.baton.store.StoreUnavailable;
import dev.baton.store.Tx;
import dev.baton.store.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The browsers that are signed in: rows, found by the digest of the secret in their cookie. A
 * session lives while it is used, for a week at most, and never longer than the token it is derived
 * from. Every request asks the database, so that an end is one at once. Safe for use by many
 * threads.
 */
final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    static final Duration IDLE_MAX = Duration.ofHours(12);
    static final Duration AGE_MAX = Duration.ofDays(7);
    /** A session that is used is written once in this time, not with every request. */
    private static final Duration RENEW_EVERY = Duration.ofMinutes(5);
    /** How long one that is over can still be found in the database. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private static final int DEVICE_MAX = 120;

    private final Store store;
    private final Holders holders;
    private final InstantSource clock;
    private final Secrets secrets;

    Sessions(Store store, Holders holders, InstantSource clock, Secrets secrets) {
        this.store = store;
        this.holders = holders;
        this.clock = clock;
        this.secrets = secrets;
    }

    /** One that is live, with the role that is left of it. */
    record Live(BoardSession row, AccessRole role) {}

    /**
     * Begins a session.
     *
     * @param originKey what the browser keeps for the board's origin; null = nothing
     * @return the secret, for the cookie
     */
    String open(Grant grant, Means means, @Nullable String originKey, String device) {
        Instant now = now();
        String secret = secrets.fresh();
        write("sign in", tx -> {
            tx.sessions().forget(now.minus(REMEMBERED));
            return tx.sessions()
                    .open(new NewSession(
                            digest(secret),
                            originKey == null ? null : originDigest(originKey),
                            grant,
                            means,
                            device.substring(0, Math.min(device.length(), DEVICE_MAX)),
                            now,
                            now.plus(IDLE_MAX)));
        });
        return secret;
    }

    Optional<Live> find(String secret) {
        String digest = digest(secret);
        return store.read(reads -> reads.sessions().bySecret(digest)).flatMap(this::live);
    }

    Optional<Live> find(long id) {
        return store.read(reads -> reads.sessions().byId(id)).flatMap(this::live);
    }

    List<Live> all() {
        return store.read(reads -> reads.sessions().live(now())).stream()
                .flatMap(row -> live(row).stream())
                .toList();
    }

    private Optional<Live> live(BoardSession row) {
        return row.liveAt(now())
                ? holders.roleOf(row.grant()).map(role -> new Live(row, role))
                : Optional.empty();
    }

    /** It is used: it lives on. A disk that is full does not keep anybody from looking. */
    void renew(BoardSession row) {
        Instant now = now();
        Instant until = now.plus(IDLE_MAX);
        Instant last = row.createdAt().plus(AGE_MAX);
        if (now.isAfter(row.lastSeenAt().plus(RENEW_EVERY)) && now.isBefore(last)) {
            WriteResult<Boolean> renewed = store.write(
                    "renew session",
                    tx -> Store.Step.commit(tx.sessions()
                            .renew(row.id(), now, until.isBefore(last) ? until : last)));
            if (!(renewed instanceof WriteResult.Committed<Boolean>)) {
                LOG.warn("session {}: expected its renewal stored, found {}", row.id(), renewed);
            }
        }
    }

    boolean revoke(long id) {
        return write("end session", tx -> tx.sessions().revoke(id, now()));
    }

    /** Whether the key is the one that the browser of that session keeps. */
    static boolean keyOf(BoardSession row, @Nullable String originKey) {
        String kept = row.originKey();
        return kept == null || (originKey != null && Secrets.same(kept, originDigest(originKey)));
    }

    /** What stands in every form of a session's pages; nobody can make it without the cookie. */
    static String pageToken(String secret) {
        return Secrets.digest("page", secret);
    }

    private static String digest(String secret) {
        return Secrets.digest("session", secret);
    }

    private static String originDigest(String key) {
        return Secrets.digest("origin", key);
    }

    private Instant now() {
        return clock.instant();
    }

    private <T> T write(String what, Function<Tx, T> work) {
        return switch (store.write(what, tx -> Store.Step.commit(work.apply(tx)))) {
            case WriteResult.Committed<T>(T value) -> value;
            case WriteResult.Lost<T>(String why) -> throw new IllegalStateException(why);
            case WriteResult.Unknown<T>(Throwable cause) ->
                throw new StoreUnavailable(what + ": nobody knows whether it was stored", cause);
        };
    }
}
