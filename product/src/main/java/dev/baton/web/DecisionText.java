package dev.baton.web;

import dev.baton.model.Task;

/** What comes next for a task, in words; asks the engine and changes nothing. */
@FunctionalInterface
public interface DecisionText {
    Explained explain(Task task);

    /**
     * The answer to "why is it where it is?".
     *
     * @param decision one or a few words, such as {@code await}
     * @param reason a sentence for people
     */
    record Explained(String decision, String reason) {}
}
