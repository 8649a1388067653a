package dev.baton.model;

import org.jspecify.annotations.Nullable;

/** Needs a person or a new input: the task is parked with this message. */
public final class PermanentFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    /** The message says what failed, which ids, what was expected and found. */
    public PermanentFailure(FailureCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public PermanentFailure(FailureCode code, String message) {
        this(code, message, null);
    }

    public FailureCode code() {
        return code;
    }
}
