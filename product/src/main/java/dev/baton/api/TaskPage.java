package dev.baton.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the list of tasks.
 *
 * @param total how many there are on all pages together
 * @param next what the parameter {@code after} has to be for the next page; null on the last one
 */
public record TaskPage(
        List<TaskView> tasks, int total, @Nullable String next) {
    public TaskPage {
        tasks = List.copyOf(tasks);
    }
}
