package dev.baton.jobs;

import java.time.Duration;
import java.util.OptionalLong;

/** How long a run has printed nothing while it was watched. Used by one thread at a time. */
final class Quiet {
    private OptionalLong printed = OptionalLong.empty();
    private Duration still = Duration.ZERO;

    /** Where nobody counts the output, it is never quiet. */
    Duration add(OptionalLong now, Duration watched) {
        boolean same = now.isPresent() && now.equals(printed);
        still = same ? still.plus(watched) : Duration.ZERO;
        printed = now;
        return still;
    }
}
