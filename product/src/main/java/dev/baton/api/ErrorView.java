package dev.baton.api;

import org.jspecify.annotations.Nullable;

/** Every refusal and failure, from the server and from the command line. */
public record ErrorView(Body error) {

    /**
     * What happened.
     *
     * @param code a short word for programs
     * @param message what failed, which ids, what was expected and found
     * @param next the command or action that helps
     */
    public record Body(
            String code, String message, @Nullable String next) {}

    public static ErrorView of(String code, String message, @Nullable String next) {
        return new ErrorView(new Body(code, message, next));
    }
}
