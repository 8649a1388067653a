package dev.baton.web.board;

import dev.baton.model.TransientFailure;
import dev.baton.store.StoreUnavailable;
import dev.baton.web.EventStream;
import dev.baton.web.Refusal;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way pages are kept up to date: an answer that does not end, a bounded number at once.
 * Changes that come in a burst are sent as one. Safe for use by many threads.
 */
final class Streams {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private static final int READERS_MAX = 128;
    /** Longer than a drive of several steps takes, shorter than anybody notices. */
    private static final Duration GATHER = Duration.ofMillis(150);
    /** Shorter than the idle time after which proxies and Jetty close a connection. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    private final BoardFeed feed;
    private final Semaphore readers = new Semaphore(READERS_MAX);

    Streams(BoardFeed feed) {
        this.feed = feed;
    }

    /** Sends what has changed; called at the beginning, and after every burst of changes. */
    @FunctionalInterface
    interface Sender {
        void send(long version, EventStream out) throws IOException;
    }

    /** An answer that writes as it likes. */
    @FunctionalInterface
    interface Work {
        void on(EventStream out) throws IOException, InterruptedException;
    }

    void follow(Context ctx, Sender sender) throws InterruptedException {
        open(ctx, out -> {
            long seen = feed.version();
            sender.send(seen, out);
            while (true) {
                long now = feed.await(seen, SIGN_OF_LIFE);
                if (now < 0 || (now != seen && !feed.pause(GATHER))) {
                    return;
                }
                if (now == seen) {
                    out.keepAlive();
                } else {
                    seen = feed.version();
                    sender.send(seen, out);
                }
            }
        });
    }

    void open(Context ctx, Work work) throws InterruptedException {
        if (!readers.tryAcquire()) {
            throw new Refusal(
                    503,
                    "too_many",
                    "live pages: expected at most " + READERS_MAX + " at once, found more",
                    "close one, or load the page when you want to see what is new");
        }
        try {
            work.on(EventStream.open(ctx));
        } catch (StoreUnavailable | TransientFailure e) {
            // The answer has begun; the browser connects again and finds out more.
            LOG.warn("{}: {}", ctx.path(), e.getMessage());
        } catch (IOException e) {
            LOG.debug("{}: the reader went away: {}", ctx.path(), e.toString());
        } finally {
            readers.release();
        }
    }

    void stop() {
        feed.stop();
    }
}
