package dev.baton.jobs;

import dev.baton.engine.Registry;

import java.time.Duration;
import java.util.Set;

/** When a living owner has been on one step for too long. */
@FunctionalInterface
public interface Patience {
    /**
     * @param nanos now, by the ticker of the registry
     */
    boolean over(String project, Registry.Step step, long nanos);

    /** Past the timeout that the step declared, and the grace. */
    static Patience untilTheDeadline(Duration grace) {
        return (project, step, nanos) -> nanos - step.deadlineNanos() >= grace.toNanos();
    }

    /** Past the grace alone: what the step declared counts for nothing. */
    static Patience forTheGraceOnly(Duration grace) {
        return (project, step, nanos) -> nanos - step.begunNanos() >= grace.toNanos();
    }

    /** The first for those projects, the other one for the rest. */
    static Patience of(Set<String> projects, Patience those, Patience rest) {
        Set<String> named = Set.copyOf(projects);
        return (project, step, nanos) ->
                (named.contains(project) ? those : rest).over(project, step, nanos);
    }
}
