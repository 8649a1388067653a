package dev.baton.web;

import dev.baton.model.Run;
import dev.baton.model.Task;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.store.Store;
import dev.baton.text.Redaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the logs of runs for people, redacted: one as it is, or a task's newest run and then every
 * run that comes after it. Safe for use by many threads; a reader costs one buffer. What takes a
 * processor is done in turns, see {@link LogTurns}.
 */
public final class LogFollower {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    /** Shorter than the idle time after which proxies and Jetty close a connection. */
    private static final int LOOKS_PER_SIGN_OF_LIFE = 40;

    private final Store store;
    private final Function<String, Path> logOf;
    private final Redaction redaction;
    private final LogTurns turns = new LogTurns();
    private final CountDownLatch stopping = new CountDownLatch(1);

    /**
     * @param logOf the log file of a run's unit; need not exist yet
     * @param redaction takes what must not be shown out of a text
     */
    public LogFollower(Store store, Function<String, Path> logOf, Redaction redaction) {
        this.store = store;
        this.logOf = logOf;
        this.redaction = redaction;
    }

    /** Where a reader was: so many bytes of the log of a run. */
    public record Place(String unit, long offset) {
        private static final Pattern WRITTEN = Pattern.compile("([a-z0-9-]{1,200})@([0-9]{1,18})");

        /** Reads what {@link #toString} wrote; empty for anything else. */
        public static Optional<Place> parse(@Nullable String text) {
            Matcher written = WRITTEN.matcher(text == null ? "" : text);
            return written.matches()
                    ? Optional.of(new Place(written.group(1), Long.parseLong(written.group(2))))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return unit + "@" + offset;
        }
    }

    /** Takes what is read. What it throws ends the reading. */
    public interface Reader {
        /** The texts from here on are of this run. */
        void run(Run run) throws IOException;

        /** A piece of the log as it is sent; called in the turn in which it was read. */
        String form(String piece);

        /** The next piece, in that form; whoever comes again later goes on from the place. */
        void text(Place place, String formed) throws IOException;

        /** Nothing happened for a while. */
        void quiet() throws IOException;

        /** There is nothing more to come. */
        void end(TaskStatus status) throws IOException;
    }

    /** Ends all following; what is being sent comes to its end. */
    public void stop() {
        stopping.countDown();
    }

    /** The whole log of one run as it is now. */
    public void copy(String unit, Reader out) throws IOException, InterruptedException {
        try (LogTail tail = turns.take(() -> tail(new Place(unit, 0)))) {
            for (String piece = next(tail, true, out);
                    !piece.isEmpty();
                    piece = next(tail, true, out)) {
                out.text(new Place(unit, tail.offset()), piece);
            }
        }
    }

    private LogTail tail(Place from) {
        return new LogTail(logOf.apply(from.unit()), from.offset(), redaction);
    }

    /** One turn: a piece in the reader's form, empty if there is none now. */
    private String next(LogTail tail, boolean complete, Reader out) throws InterruptedException {
        return turns.take(() -> {
            String piece = tail.next(complete);
            return piece.isEmpty() ? "" : out.form(piece);
        });
    }

    /**
     * The end of a log as it is now, from the beginning of a line.
     *
     * @param text redacted
     * @param cut whether there is more before it
     */
    public record End(Place place, String text, boolean cut) {}

    /** Reads the end of a run's log, about one piece; a line that is being written is left out. */
    public End end(Run run) throws InterruptedException {
        return turns.take(() -> endNow(run));
    }

    private End endNow(Run run) {
        Path file = logOf.apply(run.unit());
        long from = LogTail.startOfLast(file);
        try (LogTail tail = new LogTail(file, from, redaction)) {
            StringBuilder text = new StringBuilder();
            boolean over = run.state().terminal();
            for (String piece = tail.next(over); !piece.isEmpty(); piece = tail.next(over)) {
                text.append(piece);
            }
            return new End(new Place(run.unit(), tail.offset()), text.toString(), from > 0);
        }
    }

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
    public void follow(TaskId id, @Nullable Place from, boolean follow, Reader out)
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
                out.run(next);
                if (!send(id, new Place(next.unit(), 0), follow, out)) {
                    return;
                }
                sent = next.unit();
            } else if (!follow || now.task().status().terminal()) {
                out.end(now.task().status());
                return;
            } else if (!pause(++looks, out)) {
                return;
            }
        }
    }

    /** One run to its end; false if the server stops. */
    private boolean send(TaskId id, Place from, boolean follow, Reader out)
            throws IOException, InterruptedException {
        try (LogTail tail = turns.take(() -> tail(from))) {
            int looks = 0;
            while (true) {
                // Asked before the read: what a run wrote before it ended is then not missed.
                boolean over = !follow || moment(id).of(from.unit()).state().terminal();
                String piece = next(tail, over, out);
                if (!piece.isEmpty()) {
                    out.text(new Place(from.unit(), tail.offset()), piece);
                } else if (over) {
                    return true;
                } else if (!pause(++looks, out)) {
                    return false;
                }
            }
        }
    }

    private boolean pause(int looks, Reader out) throws IOException, InterruptedException {
        if (looks % LOOKS_PER_SIGN_OF_LIFE == 0) {
            out.quiet();
        }
        return !stopping.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** On the threads of readers as well: the database is read with the processor in hand. */
    private Moment moment(TaskId id) throws InterruptedException {
        return turns.take(() -> store.read(reads -> new Moment(
                reads.tasks()
                        .byId(id)
                        .orElseThrow(() -> new IllegalStateException("task " + id + ": is gone")),
                reads.work().allRuns(id))));
    }
}
