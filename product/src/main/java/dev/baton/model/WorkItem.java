package dev.baton.model;

import org.jspecify.annotations.Nullable;

/**
 * What somebody asked for, as it came from the tracker. Untrusted text: it is fenced in prompts and
 * escaped on pages.
 *
 * @param sourceId the tracker's own id; the same id twice is the same task
 * @param priority 0 is ordinary; higher goes first
 */
public record WorkItem(
        String title,
        String body,
        @Nullable String sourceId,
        @Nullable String sourceUrl,
        String author,
        int priority) {
    /** Longest title in characters. */
    public static final int TITLE_LENGTH_MAX = 300;

    /** Largest body in bytes of UTF-8: 1 MiB. */
    public static final int BODY_BYTES_MAX = 1 << 20;
}
