package dev.baton.model;

import org.jspecify.annotations.Nullable;

/** Could not be done now and may go later: tried again with backoff. */
public final class TransientFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    /** The message says what failed, which ids, what was expected and found. */
    public TransientFailure(FailureCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public TransientFailure(FailureCode code, String message) {
        this(code, message, null);
    }

    public FailureCode code() {
        return code;
    }
}
