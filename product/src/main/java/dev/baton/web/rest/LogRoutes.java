package dev.baton.web.rest;

import dev.baton.api.ErrorView;
import dev.baton.api.Json;
import dev.baton.model.Redaction;
import dev.baton.model.Task;
import dev.baton.model.TransientFailure;
import dev.baton.store.Store;
import dev.baton.store.StoreUnavailable;
import dev.baton.web.AccessRole;
import dev.baton.web.Refusal;
import dev.baton.web.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live log of a task as server-sent events: {@code run}, texts, {@code end}. */
public final class LogRoutes implements Routes {
    private static final Logger LOG = LoggerFactory.getLogger(LogRoutes.class);
    private static final int FOLLOWERS_MAX = 64;
    private static final String EVENTS = "text/event-stream";
    private static final Pattern PLACE = Pattern.compile("([a-z0-9-]{1,200})@([0-9]{1,18})");

    private final Store store;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Semaphore followers = new Semaphore(FOLLOWERS_MAX);
    private final LogFollower follower;

    /**
     * @param logOf the log file of a run's unit; need not exist yet
     * @param redaction takes what must not be shown out of a text
     */
    public LogRoutes(Store store, Function<String, Path> logOf, Redaction redaction) {
        this.store = store;
        this.follower = new LogFollower(store, logOf, redaction, stopping);
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/api/v1/tasks/{key}/logs", this::logs, AccessRole.VIEWER);
    }

    @Override
    public void stop() {
        stopping.countDown();
    }

    private void logs(Context ctx) throws InterruptedException {
        String key = ctx.pathParam("key");
        Task task = store.read(
                reads -> reads.tasks().byKey(key).orElseThrow(() -> Refusal.noTask(key)));
        String accept = ctx.header("Accept");
        if (accept == null || !accept.contains(EVENTS)) {
            throw new Refusal(
                    406,
                    "not_acceptable",
                    "log of " + key + ": expected 'Accept: " + EVENTS + "', found '"
                            + Refusal.shown(String.valueOf(accept)) + "'",
                    "curl -N -H 'Accept: " + EVENTS + "' URL");
        }
        boolean follow = Query.flag(ctx, "follow", true);
        if (!followers.tryAcquire()) {
            throw new Refusal(
                    503,
                    "too_many",
                    "log of " + key + ": expected at most " + FOLLOWERS_MAX
                            + " readers at once, found more",
                    "close one");
        }
        try {
            send(ctx, task, follow);
        } finally {
            followers.release();
        }
    }

    private void send(Context ctx, Task task, boolean follow) throws InterruptedException {
        try {
            EventStream out = EventStream.open(ctx);
            try {
                follower.follow(task.id(), place(ctx), follow, out);
            } catch (StoreUnavailable | TransientFailure e) {
                // The answer has begun; its status cannot say it any more.
                LOG.warn("log of {}: {}", task.key(), e.getMessage());
                String why = String.valueOf(e.getMessage());
                out.event("error", Json.write(ErrorView.of("unavailable", why, "try again")));
            }
        } catch (IOException e) {
            LOG.debug("log of {}: the reader went away: {}", task.key(), e.toString());
        }
    }

    /** Browsers send it by themselves when they connect again. */
    private static LogFollower.@Nullable Place place(Context ctx) {
        String last = ctx.header("Last-Event-ID");
        Matcher place = PLACE.matcher(last == null ? "" : last);
        return place.matches()
                ? new LogFollower.Place(place.group(1), Long.parseLong(place.group(2)))
                : null;
    }
}
