package dev.baton.web.board;

import dev.baton.model.Task;

import java.util.Optional;

/** What a task's branch changes; asks the private mirror and never a folder of an agent. */
@FunctionalInterface
public interface DiffSource {
    /** The text of {@code git diff base...head}; empty when there is nothing collected yet. */
    Optional<Diff> of(Task task);

    /**
     * A unified diff.
     *
     * @param cut whether there was more than is read
     */
    record Diff(String text, boolean cut) {}
}
