package dev.baton.api;

import org.jspecify.annotations.Nullable;

/**
 * What goes with a command to a task; everything may be left out.
 *
 * @param stage where to; only of {@code move}, which needs it
 * @param text what the person said; of {@code approve} and {@code reject}
 * @param changes the digest of the protected changes that are approved, as {@code explain} has it;
 *     left out = those that wait now; of {@code approve}
 */
public record CommandRequest(
        @Nullable String stage,
        @Nullable String text,
        @Nullable String changes) {
    public static final CommandRequest EMPTY = new CommandRequest(null, null, null);
}
