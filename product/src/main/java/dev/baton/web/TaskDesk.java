package dev.baton.web;

import dev.baton.model.Command;
import dev.baton.model.StageId;
import dev.baton.model.Task;

import org.jspecify.annotations.Nullable;

/**
 * Where requests hand in work items and commands: the only way from the web to a change. Throws
 * {@link dev.baton.model.TransientFailure} when nobody knows whether it was stored.
 */
public interface TaskDesk {

    Filed file(Filing filing);

    Commanded command(Order order);

    /** A task that takes back what that one landed. */
    Reverted revert(String key, String actor);

    /**
     * A work item to be filed, as sent; untrusted.
     *
     * @param project null = the only one there is
     */
    record Filing(
            @Nullable String project,
            String title,
            String body,
            @Nullable String sourceId,
            int priority,
            String author) {}

    /**
     * What somebody wants of a task.
     *
     * @param stage exactly of MOVE
     * @param text what the person said; of APPROVE and REJECT
     * @param seen the digest of the protected changes that the person was shown, "" = none; null =
     *     whatever waits; of APPROVE
     */
    record Order(
            String key,
            Command.Kind kind,
            @Nullable StageId stage,
            @Nullable String text,
            @Nullable String seen,
            String actor) {}

    /** What became of a filing. */
    sealed interface Filed {}

    /** What became of an order. */
    sealed interface Commanded {}

    /** What became of the wish to take something back. */
    sealed interface Reverted {}

    /** This task does it; the same one however often it is wished. */
    record Reverting(Task task) implements Reverted {}

    /** No such task. */
    record NoTask() implements Reverted {}

    /** Nothing was stored. */
    record NotReverted(String message) implements Reverted {}

    /** A new task. */
    record Created(Task task) implements Filed {}

    /** The source id was known: this task. */
    record Existing(Task task) implements Filed {}

    /** Nothing was stored. */
    record Refused(Why why, String message) implements Filed {}

    /** Why an item is refused. */
    enum Why {
        /** The item itself. */
        INVALID,
        /** No such project, or none was named where there are several. */
        NO_PROJECT,
        /** The project's pipeline has problems. */
        PIPELINE
    }

    /** Stored; the engine obeys it when it comes to the task. */
    record Accepted() implements Commanded {}

    /** No such task. */
    record NotFound() implements Commanded {}

    /** The task is not in a state where that can be commanded. */
    record Conflict(String message) implements Commanded {}
}
