package dev.baton.model;

/**
 * The identity of an effect, unique for ever: task, visit, kind and subject.
 *
 * @param subject run = job name / ordinal; merge = candidate SHA; deploy =
 *     environment / SHA / ledger number; others empty
 */
public record EffectKey(TaskId task, long visit, EffectKind kind, String subject) {

    /** {@code 12/3/merge/9b1d…}; injective, since no part but the last holds a slash. */
    @Override
    public String toString() {
        String head = task + "/" + visit + "/" + kind.word();
        return subject.isEmpty() ? head : head + "/" + subject;
    }
}
