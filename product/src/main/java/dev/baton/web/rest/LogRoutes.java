package dev.baton.web.rest;

import dev.baton.api.ErrorView;
import dev.baton.api.Json;
import dev.baton.model.Run;
import dev.baton.model.Task;
import dev.baton.model.TaskStatus;
import dev.baton.model.TransientFailure;
import dev.baton.store.Store;
import dev.baton.store.StoreUnavailable;
import dev.baton.web.AccessRole;
import dev.baton.web.EventStream;
import dev.baton.web.LogFollower;
import dev.baton.web.Refusal;
import dev.baton.web.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live log of a task as server-sent events: {@code run}, texts, {@code end}. */
public final class LogRoutes implements Routes {
    private static final Logger LOG = LoggerFactory.getLogger(LogRoutes.class);
    private static final int FOLLOWERS_MAX = 64;
    private static final String EVENTS = "text/event-stream";

    private final Store store;
    private final Semaphore followers = new Semaphore(FOLLOWERS_MAX);
    private final LogFollower follower;

    public LogRoutes(Store store, LogFollower follower) {
        this.store = store;
        this.follower = follower;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/api/v1/tasks/{key}/logs", this::logs, AccessRole.VIEWER);
    }

    @Override
    public void stop() {
        follower.stop();
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
                // Browsers send the place by themselves when they connect again.
                LogFollower.Place from =
                        LogFollower.Place.parse(ctx.header("Last-Event-ID")).orElse(null);
                follower.follow(task.id(), from, follow, new Events(out));
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

    /** The log in the form of the API. */
    private record Events(EventStream out) implements LogFollower.Reader {
        @Override
        public void run(Run run) throws IOException {
            out.event(
                    "run",
                    Json.write(Map.of(
                            "unit", run.unit(), "job", run.jobName(), "visit", run.visit())));
        }

        @Override
        public String form(String piece) {
            return EventStream.fields(piece);
        }

        @Override
        public void text(LogFollower.Place place, String piece) throws IOException {
            out.text(place.toString(), piece);
        }

        @Override
        public void quiet() throws IOException {
            out.keepAlive();
        }

        @Override
        public void end(TaskStatus status) throws IOException {
            out.event("end", Json.write(Map.of("status", status.name())));
        }
    }
}
