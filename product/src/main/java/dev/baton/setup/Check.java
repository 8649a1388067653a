package dev.baton.setup;

import org.jspecify.annotations.Nullable;

/**
 * One thing that {@code doctor} looked at.
 *
 * @param name what was looked at, short
 * @param message what was found; where it is not well, what was expected too
 * @param next what helps; null when nothing has to be done
 */
record Check(
        String name,
        Status status,
        String message,
        @Nullable String next) {
    /** How it is; the words are public. */
    enum Status {
        OK,
        WARN,
        FAIL
    }

    static Check ok(String name, String message) {
        return new Check(name, Status.OK, message, null);
    }

    /** Works, with a risk that somebody should know. */
    static Check warn(String name, String message, @Nullable String next) {
        return new Check(name, Status.WARN, message, next);
    }

    static Check fail(String name, String message, String next) {
        return new Check(name, Status.FAIL, message, next);
    }

    /** From a message that ends with what to do next. */
    static Check failed(String name, String message) {
        String[] parts = message.split("\\. Next: ", 2);
        return fail(name, parts[0], parts.length > 1 ? parts[1] : "mend it");
    }

    /** From a message that ends with what to do next. */
    static Check warned(String name, String message) {
        String[] parts = message.split("\\. Next: ", 2);
        return warn(name, parts[0], parts.length > 1 ? parts[1] : null);
    }

    boolean failed() {
        return status == Status.FAIL;
    }
}
