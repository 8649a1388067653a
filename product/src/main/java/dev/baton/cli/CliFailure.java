package dev.baton.cli;

import org.jspecify.annotations.Nullable;

/** Ends a command with an error and an exit code. */
final class CliFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int exitCode;
    private final String code;
    private final @Nullable String next;

    CliFailure(int exitCode, String code, String message, @Nullable String next) {
        super(message);
        this.exitCode = exitCode;
        this.code = code;
        this.next = next;
    }

    int exitCode() {
        return exitCode;
    }

    String code() {
        return code;
    }

    @Nullable
    String next() {
        return next;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
