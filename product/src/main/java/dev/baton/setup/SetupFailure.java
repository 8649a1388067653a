package dev.baton.setup;

/** A command cannot go on; the message says what failed, what was expected and what was found. */
final class SetupFailure extends RuntimeException {
    static final int FAILED = 1;
    static final int USAGE = 2;

    private final String what;
    private final int exitCode;
    private final String code;
    private final String next;

    private SetupFailure(int exitCode, String code, String message, String next) {
        super(message + ". Next: " + next);
        this.what = message;
        this.exitCode = exitCode;
        this.code = code;
        this.next = next;
    }

    /** Something out there is not as it has to be. */
    static SetupFailure failed(String code, String message, String next) {
        return new SetupFailure(FAILED, code, message, next);
    }

    /** What was typed cannot be meant. */
    static SetupFailure usage(String message, String next) {
        return new SetupFailure(USAGE, "usage", message, next);
    }

    /** The message without what to do next. */
    String what() {
        return what;
    }

    int exitCode() {
        return exitCode;
    }

    String code() {
        return code;
    }

    String next() {
        return next;
    }
}
