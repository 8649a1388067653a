package dev.baton.model;

import org.jspecify.annotations.Nullable;

/**
 * An effect as the journal has it.
 *
 * @param epoch under which the state was last written
 * @param result what the resource answered (a change request's number, why it was poisoned)
 */
public record JournalEntry(
        EffectKey key,
        Effect effect,
        EffectState state,
        long epoch,
        @Nullable String result) {}
