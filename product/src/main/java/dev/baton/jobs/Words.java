package dev.baton.jobs;

import java.time.Duration;

/** Durations as the settings write them. */
final class Words {
    private Words() {}

    static String of(Duration duration) {
        if (duration.toMillisPart() != 0) {
            return duration.toMillis() + "ms";
        }
        if (duration.toSecondsPart() != 0) {
            return duration.toSeconds() + "s";
        }
        return duration.toMinutesPart() == 0 && !duration.isZero()
                ? duration.toHours() + "h"
                : duration.toMinutes() + "m";
    }
}
