package dev.baton.intake;

import dev.baton.model.Command;

import org.jspecify.annotations.Nullable;

/**
 * What a person decided, as it comes in.
 *
 * @param id source and the source's own id; the same id twice is one command
 * @param stage only of MOVE
 * @param text only of APPROVE and REJECT
 * @param seen only of APPROVE: the digest of the protected changes that the person was shown, ""
 *     if there were none to agree to; null = what waits now
 */
public record NewCommand(
        String id,
        String taskKey,
        Command.Kind kind,
        @Nullable String stage,
        @Nullable String text,
        @Nullable String seen,
        String actor) {
    /** One about whatever waits. */
    public NewCommand(
            String id,
            String taskKey,
            Command.Kind kind,
            @Nullable String stage,
            @Nullable String text,
            String actor) {
        this(id, taskKey, kind, stage, text, null, actor);
    }
}
