package dev.baton.setup;

import java.util.Locale;

/** Where a kill hit the server; {@link KillRule} says which is which. */
enum KillPoint {
    /** An agent was at work. */
    AGENT,
    /** A gate's command was at work, or a deploy. */
    GATE,
    /** An effect was intended, and nothing said whether it had happened. */
    INTENT_UNCONFIRMED,
    /** A stage had just been left, and nothing had been done about the next one. */
    COMMIT,
    /** The server had not yet put in order what the kill before had left. */
    RECOVERY,
    /** None of these. */
    IDLE;

    /** As it stands in {@code --json}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
