package dev.baton.git;

import org.jspecify.annotations.Nullable;

/** A git command could not be run, did not end in time, or ended otherwise than it had to. */
public final class GitFailure extends RuntimeException {
    /** What went wrong, as far as it changes what the caller can conclude. */
    public enum Kind {
        /** Not started: it certainly did nothing. */
        NOT_STARTED,
        /** Ended by us: it may have done anything. */
        STOPPED,
        /** Ended by itself with an exit code that was not expected. */
        EXIT
    }

    private final Kind kind;
    private final String message;

    GitFailure(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }

    public Kind kind() {
        return kind;
    }
}
