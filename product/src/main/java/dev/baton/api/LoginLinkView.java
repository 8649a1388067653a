package dev.baton.api;

/**
 * A link and a code that sign in one browser, once.
 *
 * @param url to be opened
 * @param code the same, to be typed at {@code codeUrl}
 */
public record LoginLinkView(
        String url,
        String code,
        String codeUrl,
        String person,
        String role,
        long expiresInSeconds) {
    @Override
    public String toString() {
        return "LoginLinkView[" + person + ", " + role + "]";
    }
}
