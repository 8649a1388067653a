package dev.baton.engine;

import dev.baton.model.Setback;
import dev.baton.model.Task;
import dev.baton.store.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes that a step could not be done now, and when to try again. */
final class Setbacks {
    private final Guarded guarded;
    private final InstantSource clock;

    Setbacks(Guarded guarded, InstantSource clock) {
        this.guarded = guarded;
        this.clock = clock;
    }

    /**
     * A failure: counted, slower each time.
     *
     * @param own null = the task has no owner
     */
    WriteResult<Long> failed(@Nullable Ownership own, Task task, String actor, String why) {
        int count = next(task.setback());
        return write(
                own,
                task,
                actor,
                new Setback(why, count, at(RunRule.backoff(count)), Setback.FAILURES_MAX));
    }

    /** Not a failure: something outside has to change first. Never parks by itself. */
    WriteResult<Long> later(Ownership own, Task task, String why, Duration delay) {
        return write(own, task, own.activity().actor(), new Setback(why, 1, at(delay), null));
    }

    /** What was only postponed does not count. */
    static int next(@Nullable Setback before) {
        return before == null || before.countMax() == null ? 1 : before.count() + 1;
    }

    private Instant at(Duration delay) {
        return clock.instant().plus(delay);
    }

    private WriteResult<Long> write(
            @Nullable Ownership own, Task task, String actor, Setback setback) {
        var line = new Guarded.Line("setback", setback.why());
        return guarded.record(task, own, actor, line, (tx, now) -> {
            tx.tasks().setback(now.id(), setback);
            return Optional.empty();
        });
    }
}
