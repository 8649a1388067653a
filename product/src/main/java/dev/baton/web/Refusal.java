package dev.baton.web;

import org.jspecify.annotations.Nullable;

/** Ends a request with an error; the error mapper writes it. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;
    private final @Nullable String next;

    public Refusal(int status, String code, String message, @Nullable String next) {
        super(message);
        this.status = status;
        this.code = code;
        this.next = next;
    }

    /** No task of that key. */
    public static Refusal noTask(String key) {
        return new Refusal(
                404,
                "not_found",
                "task '" + shown(key) + "': expected the key of a task, found none of that key",
                "./baton task list");
    }

    /** What was sent cannot be understood. */
    public static Refusal invalid(String message, @Nullable String next) {
        return new Refusal(400, "invalid", message, next);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    @Nullable
    String next() {
        return next;
    }

    /** What a stranger sent, short enough for a message. */
    public static String shown(String text) {
        int max = 80;
        return text.length() <= max ? text : text.substring(0, max) + "…";
    }
}
