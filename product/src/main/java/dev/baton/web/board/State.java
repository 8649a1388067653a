package dev.baton.web.board;

import dev.baton.model.TaskStatus;

import java.util.Locale;

/** How it stands with a task, in one word that is shown with a colour of its own. */
enum State {
    /** A process works on it. */
    RUNNING,
    /** The server is taking a step. */
    WORKING,
    /** Waits, for a slot or for something else. */
    WAITING,
    /** A step failed and is tried again. */
    RETRYING,
    PAUSED,
    PARKED,
    STOPPING,
    CANCELLED,
    DONE;

    /** As it stands in classes of style and on pages. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is known about a task that is not only its status. */
    record Signs(boolean setback, boolean running, boolean working) {}

    static State of(TaskStatus status, Signs signs) {
        return switch (status) {
            case PAUSED -> PAUSED;
            case PARKED -> PARKED;
            case CANCELLING -> STOPPING;
            case CANCELLED -> CANCELLED;
            case DONE -> DONE;
            case LIVE -> {
                if (signs.setback()) {
                    yield RETRYING;
                }
                if (signs.running()) {
                    yield RUNNING;
                }
                yield signs.working() ? WORKING : WAITING;
            }
        };
    }
}
