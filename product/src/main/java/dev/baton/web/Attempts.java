package dev.baton.web;

import dev.baton.model.Ticker;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts wrong tokens, sessions, links and codes, and paces those who keep on trying. What is right
 * always passes: who floods the server locks out nobody. Codes are short, so they alone are paced
 * before they are looked at. Safe for use by many threads; remembers a bounded number of addresses.
 */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final int ADDRESSES_MAX = 1024;
    /** Wrong ones in a row before an address has to wait for a second for each more. */
    private static final int BURST = 20;

    private static final long PER_ONE = Duration.ofSeconds(1).toNanos();
    private static final long LOG_EVERY = Duration.ofMinutes(1).toNanos();

    private final Ticker ticker;
    private final LongAdder failures = new LongAdder();
    private final Map<String, Pace> addresses = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pace> eldest) {
            return size() > ADDRESSES_MAX;
        }
    };
    private final Pace codes;
    private long logged;
    private long unsaid;

    Attempts(Ticker ticker) {
        this.ticker = ticker;
        this.codes = new Pace(ticker.nanos());
        this.logged = ticker.nanos() - LOG_EVERY;
    }

    /** What was wrong. */
    enum Kind {
        TOKEN,
        SESSION,
        LINK,
        CODE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A bucket of attempts that fills up by one a second. */
    private static final class Pace {
        private double left = BURST;
        private long seen;

        Pace(long now) {
            seen = now;
        }

        boolean take(long now) {
            left = Math.min(BURST, left + (double) (now - seen) / PER_ONE);
            seen = now;
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }
    }

    /** Counts a wrong one, and says so; an address that tries too often is told to wait. */
    Refusal refusal(Context ctx, Kind kind, String message, String next) {
        return failed(kind, ctx.req().getRemoteAddr())
                ? new Refusal(401, "unauthorized", message, next)
                : tooMany("wrong " + kind.word() + "s", next);
    }

    static Refusal tooMany(String what, String next) {
        return new Refusal(
                429,
                "too_many",
                "access: expected at most one a second of " + what + ", found more",
                "wait; " + next);
    }

    /** Wrong ones of every kind since the start. */
    long failures() {
        return failures.sum();
    }

    /**
     * Counts a wrong one.
     *
     * @return false when the address tries too often
     */
    boolean failed(Kind kind, String address) {
        failures.increment();
        synchronized (this) {
            long now = ticker.nanos();
            unsaid++;
            if (now - logged >= LOG_EVERY) {
                LOG.warn(
                        "access: {} wrong tokens, sessions, links or codes since the last line of"
                                + " this kind; the newest: a {} from {}",
                        unsaid,
                        kind.word(),
                        address);
                logged = now;
                unsaid = 0;
            }
            return addresses.computeIfAbsent(address, a -> new Pace(now)).take(now);
        }
    }

    /** How many addresses are remembered. */
    synchronized int addresses() {
        return addresses.size();
    }

    /** Whether a code may be tried now: so many a second from everywhere together. */
    synchronized boolean mayTryCode() {
        return codes.take(ticker.nanos());
    }
}
