package dev.baton.setup;

import dev.baton.api.EventView;

import java.time.Duration;
import java.util.Locale;

/**
 * One kill as planned: not before a point of the journey, then by its trigger.
 *
 * @param milestone how many effects are confirmed before it is armed
 * @param luck from 0 to 1: how much of its trigger's longest delay it waits
 */
record Shot(int milestone, Trigger trigger, double luck) {
    private static final long CLOCK_MILLIS_MAX = 400;
    private static final long JOURNAL_MILLIS_MAX = 50;

    /** The JVM alone takes the first part of a start; nothing of Baton could be hit there. */
    private static final double START_FROM = 0.4;

    /** What sets it off. */
    enum Trigger {
        /** A while after it was armed. */
        CLOCK,
        /** A part of a whole start after the server was started again. */
        RESTART,
        /** A line of the history: an effect is about to happen. */
        INTENT,
        /** An effect happened. */
        CONFIRMED,
        /** The task has an owner, who is about to do something. */
        ACQUIRED,
        /** The task is in another stage. */
        MOVE,
        /** A run's result was taken. */
        RUN_ENDED,
        /** The first line that a server writes. */
        FIRST_LINE,
        /** Whichever line comes: the one that was planned did not come in time. */
        ANY_LINE;

        boolean byClock() {
            return this == CLOCK || this == RESTART;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    Shot aimedAt(Trigger other) {
        return new Shot(milestone, other, luck);
    }

    /** Since it was armed, or since the line that set it off. */
    Duration delay() {
        long max = trigger.byClock() ? CLOCK_MILLIS_MAX : JOURNAL_MILLIS_MAX;
        return Duration.ofMillis(Math.round(luck * max));
    }

    /** Since the server was started again. */
    Duration delay(Duration wholeStart) {
        return Duration.ofMillis(
                Math.round((START_FROM + luck * (1 - START_FROM)) * wholeStart.toMillis()));
    }

    /** Whether that line sets it off. */
    boolean setOffBy(EventView event, DemoHistory history) {
        return switch (trigger) {
            case CLOCK, RESTART -> false;
            case INTENT ->
                event.type().equals("intent") && history.open().contains(DemoHistory.effect(event));
            case CONFIRMED -> event.type().equals("confirmed");
            case ACQUIRED -> event.type().equals("acquired");
            case MOVE -> DemoHistory.moves(event);
            case RUN_ENDED -> event.type().equals("run-ended");
            case FIRST_LINE, ANY_LINE -> true;
        };
    }
}
