package dev.baton.store;

import org.jspecify.annotations.Nullable;

/** The database cannot be read or written now; what was asked has no answer. */
public final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
