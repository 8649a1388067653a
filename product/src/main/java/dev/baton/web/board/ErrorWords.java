package dev.baton.web.board;

/** What a status means, in a few words. */
final class ErrorWords {
    private ErrorWords() {}

    static String of(int status) {
        return switch (status) {
            case 400 -> "That cannot be understood";
            case 401 -> "Who are you?";
            case 403 -> "Not from here, or not you";
            case 404 -> "Not here";
            case 405 -> "Not this way";
            case 409 -> "Not as things are now";
            case 413 -> "Too much at once";
            case 503 -> "Not now";
            default -> status >= 500 ? "A fault of the server" : "Refused";
        };
    }
}
