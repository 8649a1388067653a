package dev.baton.simulation;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be simulated.
 *
 * @param seed of the first schedule; the others follow it
 * @param history where each applied effect is written; null = nowhere
 * @param keep of one schedule only these moves; null = all
 * @param workers schedules at the same time, each in a database of its own
 */
record Plan(
        int schedules,
        long seed,
        String protocol,
        @Nullable Path history,
        @Nullable List<Integer> keep,
        int workers) {
    static final int SCHEDULES_DEFAULT = 2_000;

    Plan {
        keep = keep == null ? null : List.copyOf(keep);
        if (schedules < 1 || workers < 1) {
            throw new IllegalArgumentException("--schedules: expected at least 1, found "
                    + schedules + " on " + workers + " workers");
        }
    }

    /** A new one for each episode: it may remember things. */
    Protocol newProtocol(long of) {
        return switch (protocol) {
            case "fenced" -> new Fenced(Course.of(of));
            case "obvious" -> new Obvious();
            default ->
                throw new IllegalArgumentException(
                        "--protocol: expected fenced or obvious, found '" + protocol + "'");
        };
    }

    Schedule schedule(long of) {
        Schedule whole = Schedule.of(of);
        return keep == null ? whole : whole.keep(keep);
    }
}
