package dev.baton.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A place of a running server at which it can be made to fail. Each is reached by a task that is
 * sent back once, is parked once, and lands; a test sees to that.
 */
public enum Failpoint {
    BEFORE_ACQUIRE,
    AFTER_ACQUIRE,
    BEFORE_INTENT,
    AFTER_INTENT,
    BEFORE_OBSERVE,
    AFTER_OBSERVE,
    BEFORE_APPLY,
    AFTER_APPLY,
    BEFORE_CONFIRM,
    AFTER_CONFIRM,
    BEFORE_VERDICT,
    AFTER_VERDICT,
    BEFORE_YIELD,
    AFTER_YIELD,
    BEFORE_COMMIT,
    AFTER_COMMIT,
    /** Inside the transaction, after that write of it; here in their order. */
    COMMIT_STAGE,
    COMMIT_DEPLOYMENTS,
    COMMIT_HOLDS,
    COMMIT_JOBS,
    COMMIT_QUEUE,
    COMMIT_NEXT_JOB,
    COMMIT_OUTBOX,
    COMMIT_HISTORY,
    BEFORE_RETURN,
    AFTER_RETURN,
    BEFORE_PARK,
    AFTER_PARK,
    BEFORE_GRANT,
    AFTER_GRANT,
    BEFORE_RUN_FACT,
    AFTER_RUN_FACT,
    BEFORE_SPAWN,
    /** Inside the start of a process: its files are there; it runs; it has claimed its unit. */
    SPAWN_PREPARED,
    SPAWN_STARTED,
    SPAWN_CLAIMED,
    AFTER_SPAWN,
    BEFORE_SEND,
    AFTER_SEND;

    /** As it is written in the settings. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Failpoint> of(String word) {
        return Arrays.stream(values())
                .filter(point -> point.word().equals(word))
                .findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Failpoint::word).toList();
    }
}
