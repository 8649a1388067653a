package dev.baton.web;

import dev.baton.model.Command;
import dev.baton.model.StageId;
import dev.baton.model.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where requests hand in work items and commands: the only way from the web to a change. */
public interface TaskDesk {

    Filed file(Filing filing);

    Commanded command(Order order);

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
     */
    record Order(
            String key,
            Command.Kind kind,
            @Nullable StageId stage,
            @Nullable String text,
            String actor) {}

    /** What became of a filing. */
    sealed interface Filed {}

    /** What became of an order. */
    sealed interface Commanded {}

    /** A new task. */
    record Created(Task task) implements Filed {}

    /** The source id was known: this task. */
    record Existing(Task task) implements Filed {}

    /** No such project, or none was named where there are several. */
    record NoProject(List<String> known) implements Filed {
        public NoProject {
            known = List.copyOf(known);
        }
    }

    /** Stored; the engine obeys it when it comes to the task. */
    record Accepted(Task task) implements Commanded {}

    /** No such task. */
    record NotFound() implements Commanded {}

    /** The task is not in a state where that can be commanded. */
    record Conflict(String message, String next) implements Commanded {}

    /** What was sent makes no sense. */
    record Invalid(String message, String next) implements Filed, Commanded {}

    /** It may or may not be stored; nobody can tell now. */
    record Unclear(String why) implements Filed, Commanded {}
}
