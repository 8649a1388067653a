package dev.baton.api;

import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a login link.
 *
 * @param role null = that of the one who asks
 * @param name in whose name the browser acts; null = the one who asks
 */
public record LoginLinkRequest(
        @Nullable String role, @Nullable String name) {
    public static final LoginLinkRequest EMPTY = new LoginLinkRequest(null, null);
}
