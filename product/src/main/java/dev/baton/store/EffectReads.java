package dev.baton.store;

import dev.baton.model.EffectKey;
import dev.baton.model.JournalEntry;
import dev.baton.model.TaskId;

import java.util.List;
import java.util.Optional;

/** Reading the effect journal. */
public interface EffectReads {
    Optional<JournalEntry> find(EffectKey key);

    /** All effects of a task, oldest first. */
    List<JournalEntry> of(TaskId task);
}
