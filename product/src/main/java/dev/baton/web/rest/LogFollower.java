package dev.baton.web.rest;

import dev.baton.api.Json;
import dev.baton.model.Redaction;
import dev.baton.model.Run;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends the log of a task's newest run, then of every run that comes after it. Has no state. */
final class LogFollower {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    /** Shorter than the idle time after which proxies and Jetty close a connection. */
    private static final int LOOKS_PER_SIGN_OF_LIFE = 40;

    private final Store store;
    private final Function<String, Path> logOf;
    private final Redaction redaction;
    private final CountDownLatch stopping;

    LogFollower(
            Store store,
            Function<String, Path> logOf,
            Redaction redaction,
            CountDownLatch stopping) {
        this.store = store;
        this.logOf = logOf;
        this.redaction = redaction;
        this.stopping = stopping;
    }

    /** Where a reader was: so many bytes of the log of a run. */
    record Place(String unit, long offset) {}

    /** The task and its runs at one moment. */
    private record Moment(Task task, List<Run> runs) {
        /** The run after the one that was sent, or the one to begin with; null = none yet. */
        @Nullable
        Run after(@Nullable String sent) {
            for (int i = 0; i < runs.size(); i++) {
                if (runs.get(i).unit().equals(sent)) {
                    return i + 1 < runs.size() ? runs.get(i + 1) : null;
                }
            }
            return runs.isEmpty() ? null : runs.getLast();
        }

        Run of(String unit) {
            return runs.stream()
                    .filter(run -> run.unit().equals(unit))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("run " + unit + ": is gone"));
        }
    }

    /**
     * Returns when there is nothing more to come.
     *
     * @param from null = the beginning of the newest run
     * @param follow false = only what is there now
     */
    void follow(TaskId id, @Nullable Place from, boolean follow, EventStream out)
            throws IOException, InterruptedException {
        String sent = null;
        if (from != null
                && moment(id).runs().stream().anyMatch(r -> r.unit().equals(from.unit()))) {
            if (!send(id, from, follow, out)) {
                return;
            }
            sent = from.unit();
        }
        int looks = 0;
        while (true) {
            Moment now = moment(id);
            Run next = now.after(sent);
            if (next != null) {
                out.event(
                        "run",
                        Json.write(Map.of(
                                "unit",
                                next.unit(),
                                "job",
                                next.jobName(),
                                "visit",
                                next.visit())));
                if (!send(id, new Place(next.unit(), 0), follow, out)) {
                    return;
                }
                sent = next.unit();
            } else if (!follow || now.task().status().terminal()) {
                out.event("end", Json.write(Map.of("status", now.task().status().name())));
                return;
            } else if (!pause(++looks, out)) {
                return;
            }
        }
    }

    /** One run to its end; false if the server stops. */
    private boolean send(TaskId id, Place from, boolean follow, EventStream out)
            throws IOException, InterruptedException {
        try (LogTail tail = new LogTail(logOf.apply(from.unit()), from.offset(), redaction)) {
            int looks = 0;
            while (true) {
                // Asked before the read: what a run wrote before it ended is then not missed.
                boolean over = !follow || moment(id).of(from.unit()).state().terminal();
                String piece = tail.next(over);
                if (!piece.isEmpty()) {
                    out.text(from.unit() + "@" + tail.offset(), piece);
                } else if (over) {
                    return true;
                } else if (!pause(++looks, out)) {
                    return false;
                }
            }
        }
    }

    private boolean pause(int looks, EventStream out) throws IOException, InterruptedException {
        if (looks % LOOKS_PER_SIGN_OF_LIFE == 0) {
            out.keepAlive();
        }
        return !stopping.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Moment moment(TaskId id) {
        return store.read(reads -> new Moment(
                reads.tasks()
                        .byId(id)
                        .orElseThrow(() -> new IllegalStateException("task " + id + ": is gone")),
                reads.work().allRuns(id)));
    }
}
