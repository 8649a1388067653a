package dev.baton.postgresql;

/** The message says what was expected, what was found, and what a person does next. */
final class CannotStart extends RuntimeException {
    CannotStart(String message, String next) {
        super(message + ". Next: " + next);
    }
}
