package dev.baton.engine;

import java.time.Duration;
import java.util.Set;

/** For how long a living owner is left alone on one step. */
@FunctionalInterface
public interface Patience {
    /**
     * @param nanos now, by the ticker of the registry
     * @return what is left of it; nothing or less when the owner had its time
     */
    Duration left(String project, Registry.Step step, long nanos);

    /** Whether the owner had its time. */
    default boolean over(String project, Registry.Step step, long nanos) {
        return !left(project, step, nanos).isPositive();
    }

    /** Until the timeout that the step declared, and the grace. */
    static Patience untilTheDeadline(Duration grace) {
        return (project, step, nanos) ->
                grace.minus(Duration.ofNanos(nanos - step.deadlineNanos()));
    }

    /** For the grace alone: what the step declared counts for nothing. */
    static Patience forTheGraceOnly(Duration grace) {
        return (project, step, nanos) -> grace.minus(Duration.ofNanos(nanos - step.begunNanos()));
    }

    /** The first for those projects, the other one for the rest. */
    static Patience of(Set<String> projects, Patience those, Patience rest) {
        Set<String> named = Set.copyOf(projects);
        return (project, step, nanos) ->
                (named.contains(project) ? those : rest).left(project, step, nanos);
    }
}
